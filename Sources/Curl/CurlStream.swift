public import CCurl
import Glibc
import Reporting

/// Sends and receives bytes over a connection that libcurl has opened (`CURLOPT_CONNECT_ONLY`),
/// encrypted or not, for protocols that libcurl does not show completely.
extension CurlHandle {
  /// Sends all of `bytes`.
  ///
  /// - Parameter seconds: longest time for all of it.
  public func send(_ bytes: [UInt8], seconds: Double) -> CURLcode {
    let deadline = MonotonicClock.seconds() + seconds
    var sent = 0
    while sent < bytes.count {
      var count = 0
      let code = bytes[sent...].withUnsafeBytes {
        ccurl_easy_send(easy, $0.baseAddress, $0.count, &count)
      }
      sent += count
      if code == CURLE_AGAIN {
        guard wait(for: Int16(POLLOUT), until: deadline) else { return CURLE_OPERATION_TIMEDOUT }
      } else if code != CURLE_OK {
        return code
      }
    }
    return CURLE_OK
  }

  /// Receives bytes until `isWhole`, given everything received so far, returns true.
  ///
  /// - Returns: the bytes, or nil with libcurl's code: `CURLE_RECV_ERROR` also if the other side
  ///   closed the connection first, `CURLE_WRITE_ERROR` if more than `limit` bytes came.
  public func receive(
    limit: Int, seconds: Double, until isWhole: ([UInt8]) -> Bool
  ) -> (bytes: [UInt8]?, code: CURLcode) {
    let deadline = MonotonicClock.seconds() + seconds
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    while !isWhole(received) {
      guard received.count <= limit else { return (nil, CURLE_WRITE_ERROR) }
      var count = 0
      let code = chunk.withUnsafeMutableBytes {
        ccurl_easy_recv(easy, $0.baseAddress, $0.count, &count)
      }
      if code == CURLE_AGAIN {
        guard wait(for: Int16(POLLIN), until: deadline) else {
          return (nil, CURLE_OPERATION_TIMEDOUT)
        }
      } else if code != CURLE_OK {
        return (nil, code)
      } else if count == 0 {
        return (nil, CURLE_RECV_ERROR)
      } else {
        received += chunk[..<count]
      }
    }
    return (received, CURLE_OK)
  }

  private func wait(for event: Int16, until deadline: Double) -> Bool {
    guard let socket else { return false }
    let rest = deadline - MonotonicClock.seconds()
    guard rest > 0 else { return false }
    var wanted = pollfd(fd: socket, events: event, revents: 0)
    return poll(&wanted, 1, Int32(min(rest * 1000 + 1, 1e9))) > 0 || errno == EINTR
  }
}
