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
  private let client: RawClient

  init(port: Int, slot: String) throws {
    client = try RawClient(port: port)
    client.say(
      """
      POST /agent/v1/bandwidth/upload HTTP/1.1\r\nHost: a\r\nBandwidth-Slot: \(slot)\r
      Content-Length: 200000\r\n\r\n
      """ + String(repeating: "7", count: 100_000))
  }

  func end() { client.end() }
}
