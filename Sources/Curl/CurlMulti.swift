public import CCurl

/// Transfers of several ``CurlHandle``s at once, on one thread.
public final class CurlMulti {
  private let multi: UnsafeMutableRawPointer
  private var handles: [CurlHandle] = []

  /// nil if libcurl cannot start.
  public init?() {
    guard let multi = ccurl_multi_init() else { return nil }
    self.multi = multi
  }

  deinit {
    for handle in handles { ccurl_multi_remove_handle(multi, handle.easy) }
    ccurl_multi_cleanup(multi)
  }

  /// Begins the transfer of `handle` with the next ``perform()``.
  ///
  /// - Returns: whether libcurl accepted it.
  @discardableResult
  public func add(_ handle: CurlHandle) -> Bool {
    guard ccurl_multi_add_handle(multi, handle.easy) == CURLM_OK else { return false }
    handles.append(handle)
    return true
  }

  /// Ends the transfer of `handle` at any point, and closes its connection unless it was complete.
  public func remove(_ handle: CurlHandle) {
    ccurl_multi_remove_handle(multi, handle.easy)
    handles.removeAll { $0 === handle }
  }

  /// Moves all data that can be moved without waiting.
  ///
  /// - Returns: the transfers that have ended, with their results.
  public func perform() -> [(handle: CurlHandle, code: CURLcode)] {
    var running: Int32 = 0
    guard ccurl_multi_perform(multi, &running) == CURLM_OK else {
      return handles.map { ($0, CURLE_FAILED_INIT) }
    }
    var ended: [(CurlHandle, CURLcode)] = []
    var left: Int32 = 0
    while let message = ccurl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let handle = handles.first(where: { $0.easy == easy })
      else { continue }
      ended.append((handle, message.pointee.data.result))
    }
    return ended
  }

  /// Waits until data can be moved on some transfer, at most `milliseconds`.
  public func wait(milliseconds: Int) {
    ccurl_multi_poll(multi, Int32(clamping: milliseconds))
  }
}
