import Foundation
import TestSupport
import Testing

/// A TCP connection from a loopback address of its own that sends exactly what it is given.
final class RawClient: Sendable {
  private let descriptor: Int32

  init(port: Int, from address: String = "127.0.0.1") throws {
    descriptor = try #require(Loopback.connect(to: port, from: address))
  }

  deinit { close(descriptor) }

  func say(_ text: String) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Waits for bytes and reads them.
  ///
  /// - Returns: how many; 0 if the connection was closed or cut off, nil if nothing came.
  func receive(within seconds: Int32) -> Int? {
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, seconds * 1000) > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    return max(0, recv(descriptor, &bytes, bytes.count, 0))
  }

  /// Whether the other end has closed it; does not wait.
  var isClosed: Bool {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      if count <= 0 { return count == 0 || errno != EAGAIN }
    }
  }

  /// The bytes received so far; does not wait.
  func heard() -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : ""
  }
}
