import CCurl
import Curl
import Glibc
import HardwareCatalogue
import Reporting

/// Asks network scanners by eSCL what they are and whether they are ready.
///
/// Scanners sign their certificates themselves and change them at will, so https is accepted
/// unverified: somebody in between could invent a scanner, but learns nothing, because nothing
/// secret is sent. For the same reason a scanner that knows only TLS 1.0 or 1.1, as those of 2011 to
/// 2014, is asked by that. No proxy is used. Redirects are followed only on the same host, and a scanner
/// that does not answer plain requests is asked by TLS. A busy one is asked once more.
struct ESCLClient: Sendable {
  /// Maximum addresses of one scanner that are asked.
  static let mostAddresses = 2
  /// Maximum redirects of one request.
  static let mostRedirects = 3
  /// Longest wait for a busy scanner, whatever it asks for.
  static let mostBusySeconds = 2

  /// Seconds to connect, and for all requests to one address.
  var connectSeconds = 3.0
  var seconds = 8.0

  /// The answer of the first address that gives one; each is asked once.
  func ask(_ addresses: [ESCLAddress]) -> ESCLSighting? {
    for address in addresses.prefix(Self.mostAddresses) {
      if let sighting = ask(address) { return sighting }
    }
    return nil
  }

  /// A scanner's description of itself; nil if nothing answers, or nothing that is eSCL.
  func ask(_ address: ESCLAddress) -> ESCLSighting? {
    guard let handle = CurlHandle() else { return nil }
    let line = Line(handle: handle, deadline: MonotonicClock.seconds() + seconds)
    guard let (capabilities, place) = capabilities(at: address, line) else { return nil }
    // Later requests may fail: the scanner has already said what it is.
    let status = get(.status, place, line).document
    let name = ScannerName(capabilities.makeAndModel, maker: capabilities.manufacturer)
    return ESCLSighting(
      host: address.host, uuid: capabilities.uuid, serialNumber: capabilities.serialNumber,
      manufacturer: name.manufacturer, model: name.model, ready: status?.isReady)
  }

  private struct Line {
    let handle: CurlHandle
    let deadline: Double
  }

  private struct Answer {
    var document: ESCLDocument?
    /// Its address, after redirects.
    var place: ESCLAddress
    /// Whether anything answered by HTTP.
    var isHTTP: Bool
  }

  /// The capabilities and their address.
  private func capabilities(
    at address: ESCLAddress, _ line: Line
  ) -> (ESCLDocument, ESCLAddress)? {
    let answer = get(.capabilities, address, line)
    if let document = answer.document { return (document, answer.place) }
    // An HTTP server may speak TLS on the same port; any scanner may, on the usual one.
    var others: [ESCLAddress?] = answer.isHTTP && address.port != 80 ? [address.secured()] : []
    if address.port != 443 { others.append(address.secured(port: 443)) }
    for other in others.compactMap({ $0 }) {
      let answer = get(.capabilities, other, line)
      if let document = answer.document { return (document, answer.place) }
    }
    return nil
  }

  /// Requests one document, following redirects.
  private func get(_ kind: ESCLDocument.Kind, _ address: ESCLAddress, _ line: Line) -> Answer {
    var answer = Answer(place: address, isHTTP: false)
    for _ in 0...Self.mostRedirects {
      guard var reply = request(kind, answer.place, line) else { return answer }
      answer.isHTTP = true
      if reply.status == 503, wait(reply.retryAfter, line) {
        guard let second = request(kind, answer.place, line) else { return answer }
        reply = second
      }
      if reply.status == 200 {
        let document = ESCLDocument.read(reply.body)
        answer.document = document?.kind == kind ? document : nil
        return answer
      }
      guard [301, 302, 303, 307, 308].contains(reply.status), let location = reply.location,
        let target = answer.place.redirected(to: location, document: kind.rawValue)
      else { return answer }
      answer.place = target
    }
    return answer
  }

  /// Waits as long as a busy scanner asks.
  ///
  /// - Parameter seconds: the wait that it asked for; 1 if nil.
  /// - Returns: whether it waited: false if no time would be left.
  private func wait(_ seconds: Int?, _ line: Line) -> Bool {
    let seconds = min(max(seconds ?? 1, 0), Self.mostBusySeconds)
    guard line.deadline - MonotonicClock.seconds() > Double(seconds) + 0.5 else { return false }
    usleep(UInt32(seconds) * 1_000_000)
    return true
  }

  private struct Reply {
    var status: Int
    var location: String?
    /// In seconds.
    var retryAfter: Int?
    var body: [UInt8]
  }

  /// Sends one request, again by old TLS if the scanner knows no other; nil if no HTTP reply came,
  /// or not all of it.
  private func request(
    _ kind: ESCLDocument.Kind, _ address: ESCLAddress, _ line: Line
  ) -> Reply? {
    var code = CURLE_OK
    if let reply = request(kind, address, line, &code) { return reply }
    guard [CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER].contains(code) else { return nil }
    line.handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_0))
    // OpenSSL's word. A libcurl with another library may not know it: then this one fails as well.
    _ = ccurl_set_string(line.handle.easy, CURLOPT_SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0")
    return request(kind, address, line, &code)
  }

  private func request(
    _ kind: ESCLDocument.Kind, _ address: ESCLAddress, _ line: Line, _ code: inout CURLcode
  ) -> Reply? {
    let handle = line.handle
    let rest = line.deadline - MonotonicClock.seconds()
    guard rest > 0 else { return nil }
    handle.set(CURLOPT_URL, address.url(kind.rawValue))
    handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    handle.set(CURLOPT_NOPROXY, "*")
    // Asks for plain text; gzip that comes nevertheless is unpacked, within the same limit.
    handle.set(CURLOPT_ACCEPT_ENCODING, "identity")
    handle.set(CURLOPT_SSL_VERIFYPEER, 0)
    handle.set(CURLOPT_SSL_VERIFYHOST, 0)
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(connectSeconds, rest) * 1000) + 1)
    handle.set(CURLOPT_TIMEOUT_MS, Int(rest * 1000) + 1)
    let reply = CurlReply(maximumBody: ESCLDocument.largest)
    guard handle.acceptedAll else { return nil }
    code = reply.collect(handle)
    guard code == CURLE_OK, let status = handle.number(CURLINFO_RESPONSE_CODE)
    else { return nil }
    return Reply(
      status: status, location: reply.fields["location"],
      retryAfter: reply.fields["retry-after"].flatMap { Int($0) }, body: Array(reply.body))
  }
}

/// A scanner's description of itself by eSCL.
struct ESCLSighting: Equatable, Sendable {
  /// The host of its address, to count it once.
  var host: String
  /// To count it once.
  var uuid: String?
  /// Likewise.
  var serialNumber: String?
  var manufacturer, model: String?
  /// Whether it says that it can scan; nil if it does not say.
  var ready: Bool?
  /// Whether this machine itself announces it: a scanner on its USB, shared by ipp-usb.
  var isOnUSB = false
}
