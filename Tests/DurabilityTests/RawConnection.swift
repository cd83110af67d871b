import Foundation
import Glibc
import TestSupport

/// A TCP connection that sends exactly the given bytes.
final class RawConnection {
  let descriptor: Int32

  init(port: Int) throws {
    guard let descriptor = Loopback.connect(to: port) else {
      throw Program.Failure(message: "cannot connect: \(String(cString: strerror(errno)))")
    }
    self.descriptor = descriptor
    var wait = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Whether all of it could be sent.
  @discardableResult
  func say(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// Receives until the other end closes, 10 s have passed, or `enough` has arrived.
  func hear(until enough: String = "\r\n\r\n") -> String {
    var heard: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !String(decoding: heard, as: UTF8.self).contains(enough) {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      heard += buffer[..<count]
    }
    return String(decoding: heard, as: UTF8.self)
  }

  /// Whether the other end has closed it; does not wait.
  var isClosed: Bool {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count <= 0 { return count == 0 || errno != EAGAIN }
    }
  }
}
