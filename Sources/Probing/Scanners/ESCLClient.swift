import CCurl
import Curl

/// Asks network scanners by eSCL what they are and whether they are ready.
///
/// Scanners sign their certificates themselves and change them at will, so https is taken
/// unverified: whoever is in between could invent a scanner, and learns nothing, for nothing secret
/// is sent. No proxy is asked, no redirect followed.
struct ESCLClient: Sendable {
  /// To connect, and for all that one scanner is asked.
  var connectSeconds = 3.0
  var seconds = 8.0

  /// What a scanner says of itself; nil where nothing does, or nothing that is eSCL.
  func ask(_ address: ESCLAddress) -> ESCLSighting? {
    let deadline = MonotonicClock.seconds() + seconds
    guard let handle = CurlHandle(),
      let capabilities = get(.capabilities, address, handle, deadline)
    else { return nil }
    let status = get(.status, address, handle, deadline)
    let name = ScannerName(capabilities.makeAndModel, maker: capabilities.manufacturer)
    return ESCLSighting(
      host: address.host, uuid: capabilities.uuid, manufacturer: name.manufacturer,
      model: name.model, ready: status?.isReady)
  }

  private func get(
    _ kind: ESCLDocument.Kind, _ address: ESCLAddress, _ handle: CurlHandle, _ deadline: Double
  ) -> ESCLDocument? {
    let rest = deadline - MonotonicClock.seconds()
    guard rest > 0 else { return nil }
    handle.set(CURLOPT_URL, address.url(kind.rawValue))
    handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    handle.set(CURLOPT_NOPROXY, "*")
    handle.set(CURLOPT_SSL_VERIFYPEER, 0)
    handle.set(CURLOPT_SSL_VERIFYHOST, 0)
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(connectSeconds, rest) * 1000) + 1)
    handle.set(CURLOPT_TIMEOUT_MS, Int(rest * 1000) + 1)
    let reply = CurlReply(maximumBody: ESCLDocument.largest)
    guard handle.acceptedAll, reply.collect(handle) == CURLE_OK,
      handle.number(CURLINFO_RESPONSE_CODE) == 200
    else { return nil }
    let document = ESCLDocument.read(Array(reply.body))
    return document?.kind == kind ? document : nil
  }
}

/// One scanner as it presents itself by eSCL.
struct ESCLSighting: Equatable, Sendable {
  /// The host of its address; for counting it once.
  var host: String
  /// For counting it once.
  var uuid: String?
  var manufacturer: String?
  var model: String?
  /// Whether it says that it can scan; nil where it says neither.
  var ready: Bool?
  /// Whether this machine itself announces it: a scanner on its USB, shown by ipp-usb.
  var isOnUSB = false
}
