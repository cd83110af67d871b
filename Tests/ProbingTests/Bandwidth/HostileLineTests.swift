import Foundation
import Reporting
import TestSupport
import Testing

@testable import Probing

/// A centre that sends more than requested costs no more than was booked.
@Suite(.serialized)
struct HostileLineTests {
  static let booked = 24_000_000
  /// Bound on what socket buffers of both sides hold when a transfer is abandoned.
  static let buffers = 24_000_000

  func measure(_ mode: String) throws -> (outcome: Outcome<BandwidthFacts>, cost: Int, Int) {
    let centre = try HostileCentre(mode)
    let cost = Collected()
    let grant = BandwidthGrant(
      server: centre.address, slot: "s", agentVersion: "0.1.0", maximumBytes: 11_000_000,
      bookedBytes: Self.booked
    ) { bytes, _ in cost.add("\(bytes)") }
    let outcome = BandwidthProbe(ask: { .granted(grant) }).outcome(on: Host())
    let counts = try centre.counts()
    return (outcome, Int(cost.all.first ?? "") ?? -1, counts.sent + counts.received)
  }

  @Test(arguments: [
    "body", "errorBody", "head", "headLine", "interim", "chunks", "chunkExtension", "trailers",
  ])
  func abandonsEndlessReplies(_ mode: String) throws {
    let (outcome, cost, moved) = try measure(mode)
    #expect(1...(Self.booked + Self.buffers) ~= cost, "\(mode): \(cost) \(outcome)")
    #expect(moved < Self.booked + Self.buffers, "\(mode): \(moved)")
  }

  /// Absurd counts give no rate.
  @Test(arguments: ["arrivals9000000000000000000", "arrivals9000000000000"])
  func ignoresImpossibleArrivals(_ mode: String) throws {
    let (outcome, cost, _) = try measure(mode)
    #expect(cost > 0)
    #expect(outcome.facts?.uploadBitsPerSecond ?? 0 < 1_000_000_000_000)
  }
}
