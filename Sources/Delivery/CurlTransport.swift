import CCurl
import FoundationEssentials

/// HTTP by libcurl over one connection that is kept open. For one thread at a time.
///
/// TLS 1.2 at least, certificates always verified, redirects never followed.
public final class CurlTransport: Transport {
  public struct Timeouts: Sendable {
    public var connectSeconds: Int
    /// Longest time at under one byte a second.
    public var stalledSeconds: Int
    public var wholeSeconds: Int

    public init(connectSeconds: Int = 15, stalledSeconds: Int = 30, wholeSeconds: Int = 120) {
      self.connectSeconds = connectSeconds
      self.stalledSeconds = stalledSeconds
      self.wholeSeconds = wholeSeconds
    }
  }

  private let easy: UnsafeMutableRawPointer
  private let address: CentreAddress
  private let errorText: UnsafeMutablePointer<CChar>
  private let failures: CurlFailures

  /// libcurl wants this once, before there is a second thread that uses it.
  private static let started = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  /// - Parameters:
  ///   - certificateAuthority: a PEM file; only what it vouches for is then trusted. Without it,
  ///     what the system trusts.
  ///   - agentVersion: for the field `User-Agent`.
  /// - Throws: ``DeliveryError`` with code `configuration` where libcurl lacks what we need.
  public init(
    to address: CentreAddress, certificateAuthority: String? = nil,
    timeouts: Timeouts = Timeouts(), agentVersion: String
  ) throws(DeliveryError) {
    guard Self.started == CURLE_OK, let easy = curl_easy_init() else {
      throw DeliveryError(.configuration, "libcurl does not start: reinstall the package libcurl4.")
    }
    self.easy = easy
    self.address = address
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    failures = CurlFailures(address: address, certificateAuthority: certificateAuthority)

    var good = true
    func set(_ option: CURLoption, _ value: Int) {
      good = good && ccurl_set_long(easy, option, value) == CURLE_OK
    }
    func set(_ option: CURLoption, _ value: String?) {
      good = good && ccurl_set_string(easy, option, value) == CURLE_OK
    }
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROTOCOLS_STR, address.scheme)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    if let certificateAuthority {
      set(CURLOPT_CAINFO, certificateAuthority)
      set(CURLOPT_CAPATH, nil as String?)
    }
    if address.isLoopback { set(CURLOPT_NOPROXY, "*") }
    set(CURLOPT_CONNECTTIMEOUT, timeouts.connectSeconds)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, timeouts.stalledSeconds)
    set(CURLOPT_TIMEOUT, timeouts.wholeSeconds)
    set(CURLOPT_USERAGENT, "commune-probe/\(agentVersion)")
    good = good && ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText) == CURLE_OK
    good =
      good && ccurl_set_callback(easy, CURLOPT_WRITEFUNCTION, CurlReply.writeBody) == CURLE_OK
    good =
      good && ccurl_set_callback(easy, CURLOPT_HEADERFUNCTION, CurlReply.readField) == CURLE_OK
    guard good else {
      throw DeliveryError(
        .configuration,
        "This libcurl lacks HTTPS or an option we need: install libcurl 7.85 or newer."
      )
    }
  }

  deinit {
    curl_easy_cleanup(easy)
    errorText.deallocate()
  }

  public func send(_ request: OutgoingRequest) throws(DeliveryError) -> IncomingReply {
    let reply = CurlReply()
    let context = Unmanaged.passUnretained(reply).toOpaque()
    var lines: UnsafeMutablePointer<curl_slist>?
    for line in request.fields.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
      lines = curl_slist_append(lines, line)
    }
    defer { curl_slist_free_all(lines) }
    errorText[0] = 0

    let code = withExtendedLifetime(reply) {
      request.body.withUnsafeBytes { body in
        ccurl_set_string(easy, CURLOPT_URL, "\(address)\(request.path)")
        ccurl_set_long(easy, CURLOPT_POST, 1)
        ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method)
        ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        // Never NULL, which would mean the read callback: an empty body is any address, 0 bytes.
        let bytes = UnsafeMutableRawPointer(mutating: body.baseAddress) ?? context
        ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, bytes)
        ccurl_set_list(easy, CURLOPT_HTTPHEADER, lines)
        ccurl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        let code = curl_easy_perform(easy)
        // Nothing that ends with this call may stay in the handle.
        ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, nil)
        ccurl_set_list(easy, CURLOPT_HTTPHEADER, nil)
        return code
      }
    }
    guard code == CURLE_OK else {
      throw failures.error(for: code, detail: String(cString: errorText))
    }
    var status = 0
    ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    return IncomingReply(status: status, fields: reply.fields, body: reply.body)
  }
}
