import Glibc
import Testing

@testable import Probing

/// The centre's reports on an upload, and invalid ones.
struct ArrivalStreamTests {
  /// The counters of a connection over loopback.
  static func counters() throws -> SocketCounters {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    return try #require(SocketCounters(socket: socket))
  }

  static func stream(_ texts: [String], each: Double = 0.2) throws -> ArrivalStream {
    let grant = BandwidthGrant(
      server: "http://127.0.0.1:9", slot: "s", agentVersion: "0.1.0", maximumBytes: 1_000_000
    ) { _, _ in }
    let meter = TrafficMeter(bookedBytes: grant.bookedBytes)
    let stream = try #require(ArrivalStream(grant, meter, roundTrip: 0.1))
    let counters = try counters()
    for (index, text) in texts.enumerated() {
      var text = text
      let isTaken = text.withUTF8 { stream.take(UnsafeRawBufferPointer($0)) }
      if !isTaken { stream.hasEnded = true }
      stream.look(counters, now: 1000 + Double(index) * each)
    }
    return stream
  }

  static func line(_ seconds: Double, _ segments: Int) -> String {
    "{\"bytes\":\(segments * 1400),\"seconds\":\(seconds),\"segments\":\(segments)}\n"
  }

  @Test func readsLinesInAnyFragments() throws {
    let first = Self.line(7, 0)
    let later = Self.line(7.1, 100) + Self.line(7.15, 150) + Self.line(7.2, 200)
    let half = later.index(later.startIndex, offsetBy: later.count / 2)
    let stream = try Self.stream([first, String(later[..<half]), String(later[half...])])
    let samples = stream.estimate.samples
    #expect(samples.count == 3, "nothing had arrived at the first")
    // Half a round trip, the delay of the line, is subtracted.
    #expect(abs(samples[0].seconds - 1000.05) < 1e-6)
    let perSegment = samples[0].bytes / 100
    #expect(perSegment > 1400 && abs(samples[2].bytes - 200 * perSegment) < 1)
    #expect(stream.isCurrent(now: 1000.4) && !stream.isCurrent(now: 1003))
    stream.hasEnded = true
    #expect(!stream.isCurrent(now: 1000.4))
  }

  @Test(arguments: [
    "<html>\n", "{}\n", line(1e300, 5), line(-1e300, 5), line(100, 5),
    String(repeating: "x", count: 600), String(repeating: "\n", count: 70_000),
  ])
  func refusesInvalidLines(_ text: String) throws {
    let stream = try Self.stream([Self.line(7, 1), text])
    #expect(!stream.isCurrent(now: 1000.3))
  }

  @Test func survivesAbsurdCounts() throws {
    let stream = try Self.stream([
      Self.line(7, 1),
      "{\"bytes\":-5,\"seconds\":7.1,\"segments\":\(Int.max)}\n", Self.line(7.2, -3),
      Self.line(7.3, 1_000_000_000),
    ])
    _ = stream.estimate.settled(since: 0)
    _ = stream.estimate.unsettled(since: 0)
    #expect(stream.estimate.samples.map(\.bytes).allSatisfy { $0 >= 0 })
  }
}
