import Foundation
import TestSupport

/// Minimal HTTP on one connection: the centre is measured, not the client.
struct Connection {
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(port: Int) throws {
    guard let descriptor = Loopback.connect(to: port) else {
      throw LoadError("nobody listens on port \(port)")
    }
    self.descriptor = descriptor
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
  }

  func end() { close(descriptor) }

  /// Sends `request` and waits for the whole answer.
  ///
  /// - Returns: its status and its body.
  mutating func exchange(_ request: [UInt8]) throws -> (status: Int, body: [UInt8]) {
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw LoadError("the connection broke")
    }
    var count = 0
    var head: Int?
    while true {
      let read = buffer.withUnsafeMutableBytes { bytes in
        recv(descriptor, bytes.baseAddress?.advanced(by: count), bytes.count - count, 0)
      }
      guard read > 0 else { throw LoadError("the connection was closed") }
      count += read
      head = head ?? Self.end(ofHead: buffer[..<count])
      guard let head else { continue }
      if count >= head + Self.length(in: buffer[..<head]) {
        let status = buffer[9..<12].reduce(0) { $0 * 10 + Int($1) - 48 }
        return (status, Array(buffer[head..<count]))
      }
    }
  }

  private static func end(ofHead bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for at in 3..<bytes.count where bytes[at] == 10 && bytes[at - 2] == 10 { return at + 1 }
    return nil
  }

  /// The value of Content-Length; the name is compared without regard to case.
  private static func length(in head: ArraySlice<UInt8>) -> Int {
    let name = Array("content-length: ".utf8)
    var at = head.startIndex
    while at + name.count < head.endIndex {
      if (0..<name.count).allSatisfy({ head[at + $0] | 0x20 == name[$0] }) {
        return head[(at + name.count)...].prefix { 48...57 ~= $0 }
          .reduce(0) { $0 * 10 + Int($1) - 48 }
      }
      at += 1
    }
    return 0
  }
}

struct LoadError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
