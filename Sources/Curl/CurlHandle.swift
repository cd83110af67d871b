public import CCurl

/// One of libcurl's easy handles, with its options in Swift's types. For one thread at a time.
///
/// Every handle starts with the options that all our transfers require: no signals, no redirects,
/// TLS 1.2 or newer, verified certificates. Options remain set for later transfers.
public final class CurlHandle {
  /// libcurl's own pointer, for calls that this class does not offer.
  public let easy: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private var lists: [CURLoption.RawValue: UnsafeMutablePointer<curl_slist>] = [:]
  /// Notified of this handle's sockets; released after its last connection is closed.
  var watched: CurlSockets?
  /// Whether libcurl has accepted every option so far.
  public private(set) var acceptedAll = true

  /// libcurl requires this once, before a second thread uses it.
  private static let started = ccurl_global_init(Int(CURL_GLOBAL_DEFAULT))

  /// nil if libcurl cannot start.
  public init?() {
    guard Self.started == CURLE_OK, let easy = ccurl_easy_init() else { return nil }
    self.easy = easy
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    note(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
  }

  deinit {
    ccurl_easy_cleanup(easy)
    for list in lists.values { ccurl_slist_free_all(list) }
    errorText.deallocate()
  }

  private func note(_ code: CURLcode) { acceptedAll = acceptedAll && code == CURLE_OK }

  public func set(_ option: CURLoption, _ value: Int) {
    note(ccurl_set_long(easy, option, value))
  }

  /// Sets an option of the type `curl_off_t`.
  public func set(_ option: CURLoption, offset value: Int) {
    note(ccurl_set_offset(easy, option, curl_off_t(value)))
  }

  /// Sets a text, which libcurl copies; nil resets the option.
  public func set(_ option: CURLoption, _ value: String?) {
    note(ccurl_set_string(easy, option, value))
  }

  /// Sets a secret that must not become a `String` on the way: libcurl copies it.
  public func set(_ option: CURLoption, copying text: UnsafePointer<CChar>?) {
    note(ccurl_set_string(easy, option, text))
  }

  /// Sets a pointer; what it points at must outlive the transfer.
  public func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
    note(ccurl_set_pointer(easy, option, value))
  }

  /// Sets `CURLOPT_READFUNCTION`, `CURLOPT_WRITEFUNCTION` or `CURLOPT_HEADERFUNCTION`.
  public func set(_ option: CURLoption, _ value: @escaping ccurl_bytes) {
    note(ccurl_set_callback(easy, option, value))
  }

  /// Calls `made` with each new socket, before it is connected, and `close` in place of close(2).
  /// Both receive `context`, which must outlive the handle's connections.
  func setSocketCallbacks(
    _ context: UnsafeMutableRawPointer,
    made:
      @escaping @convention(c) (UnsafeMutableRawPointer?, curl_socket_t, curlsocktype) ->
      Int32,
    close: @escaping @convention(c) (UnsafeMutableRawPointer?, curl_socket_t) -> Int32
  ) {
    note(ccurl_set_socket_callback(easy, made))
    note(ccurl_set_pointer(easy, CURLOPT_SOCKOPTDATA, context))
    note(ccurl_set_close_callback(easy, close))
    note(ccurl_set_pointer(easy, CURLOPT_CLOSESOCKETDATA, context))
  }

  /// Calls `callback` with `context` repeatedly during a transfer; a result other than 0 ends it
  /// with `CURLE_ABORTED_BY_CALLBACK`.
  func setProgress(
    _ callback: @escaping curl_xferinfo_callback, _ context: UnsafeMutableRawPointer?
  ) {
    note(ccurl_set_progress(easy, callback))
    note(ccurl_set_pointer(easy, CURLOPT_XFERINFODATA, context))
    set(CURLOPT_NOPROGRESS, context == nil ? 1 : 0)
  }

  /// Replaces a list of lines (`CURLOPT_HTTPHEADER`, …); an empty one resets the option.
  public func set(_ option: CURLoption, lines: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines { list = ccurl_slist_append(list, line) ?? list }
    note(ccurl_set_list(easy, option, list))
    ccurl_slist_free_all(lists.removeValue(forKey: option.rawValue))
    lists[option.rawValue] = list
  }

  /// Trusts only what the PEM file at `path` vouches for; nil leaves what the system trusts.
  public func trust(certificateAuthority path: String?) {
    guard let path else { return }
    set(CURLOPT_CAINFO, path)
    set(CURLOPT_CAPATH, nil as String?)
  }

  /// Runs one transfer.
  public func perform() -> CURLcode {
    errorText[0] = 0
    return ccurl_easy_perform(easy)
  }

  /// libcurl's message about what went wrong in the last transfer.
  public func explanation(of code: CURLcode) -> String {
    let detail = String(cString: errorText)
    return detail.isEmpty ? String(cString: ccurl_easy_strerror(code)) : detail
  }

  public func number(_ what: CURLINFO) -> Int? {
    var value = 0
    return ccurl_get_long(easy, what, &value) == CURLE_OK ? value : nil
  }

  /// For `CURLINFO_…_T`: bytes, or times in microseconds. nil if libcurl has no such value.
  public func offset(_ what: CURLINFO) -> Int? {
    var value: curl_off_t = 0
    return ccurl_get_offset(easy, what, &value) == CURLE_OK ? Int(value) : nil
  }

  public func text(_ what: CURLINFO) -> String? {
    var value: UnsafePointer<CChar>?
    guard ccurl_get_string(easy, what, &value) == CURLE_OK, let value else { return nil }
    return String(cString: value)
  }

  /// The socket of the open connection; nil if there is none.
  public var socket: Int32? {
    var value: curl_socket_t = -1
    return ccurl_get_socket(easy, CURLINFO_ACTIVESOCKET, &value) == CURLE_OK && value >= 0
      ? value : nil
  }
}
