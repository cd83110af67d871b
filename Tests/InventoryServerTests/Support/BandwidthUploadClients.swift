import Foundation
import FoundationNetworking
import Reporting
import Synchronization
import Testing

/// Reads arrivals as they come.
final class LineListener: NSObject, URLSessionDataDelegate, Sendable {
  private let text = Mutex(Data())

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data
  ) {
    text.withLock { $0.append(data) }
  }

  var arrivals: [BandwidthArrivals] {
    text.withLock { $0 }.split(separator: UInt8(ascii: "\n"))
      .compactMap { try? JSONDecoder().decode(BandwidthArrivals.self, from: $0) }
  }
}

/// Sends a hundred thousand bytes of an upload, and then nothing until its end.
final class SlowUpload: Sendable {
  private let socket: Int32

  init(port: Int, slot: String) throws {
    socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
    }
    try #require(connected == 0)
    let head = """
      POST /agent/v1/bandwidth/upload HTTP/1.1\r\nHost: a\r\nBandwidth-Slot: \(slot)\r
      Content-Length: 200000\r\n\r\n
      """
    let bytes = Array(head.utf8) + [UInt8](repeating: 7, count: 100_000)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      try #require(count > 0)
      sent += count
    }
  }

  func end() { shutdown(socket, Int32(SHUT_RDWR)) }

  deinit { close(socket) }
}
