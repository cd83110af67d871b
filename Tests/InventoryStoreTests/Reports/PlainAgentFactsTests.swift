import Foundation
import Reporting
import Testing

@testable import InventoryStore

struct PlainAgentFactsTests {
  private static let facts = AgentFacts(
    version: "0.2.0",
    clock: ClockReading(
      bootId: "6f0e7d2d-0001-4000-8000-000000000001", bootSeconds: 12_345.6,
      wall: "2026-11-23T01:02:03Z"), droppedReports: 12)

  @Test(
    arguments: [nil, "boot \u{1F5A8}"],
    [0, 0.1, 7, 12_345.678_9, 1_234_567.899_999, 0.3, 987_654.321, 0.0001, 315_576_000])
  func agentEncodingIsReadExactly(_ bootId: String?, _ seconds: Double) throws {
    for dropped in [nil, 0, 70_000] {
      let facts = AgentFacts(
        version: "0.2.0", clock: ClockReading(bootId: bootId, bootSeconds: seconds, wall: "-"),
        droppedReports: dropped)
      #expect(PlainAgentFacts.read(try CanonicalJSON.encode(facts)) == facts)
    }
  }

  @Test(arguments: [
    #"{"version":"1","clock":{"bootSeconds":1,"wall":"-"}}"#,
    #"{"clock":{"bootSeconds":-1,"wall":"-"},"version":"1"}"#,
    #"{"clock":{"bootSeconds":1e9,"wall":"-"},"version":"1"}"#,
    #"{"clock":{"bootSeconds":01,"wall":"-"},"version":"1"}"#,
    #"{"clock":{"bootSeconds":1.,"wall":"-"},"version":"1"}"#,
    #"{"clock":{"bootId":null,"bootSeconds":1,"wall":"-"},"version":"1"}"#,
    #"{"clock":{"bootSeconds":1,"wall":"\u0041"},"version":"1"}"#,
    #"{"clock":{"bootSeconds":1,"wall":"-"},"droppedReports":1.0,"version":"1"}"#,
    #"{"clock":{"bootSeconds":1,"wall":"-"},"version":"1","more":1}"#, "",
  ])
  func otherEncodingsAreLeftToDecoder(_ text: String) {
    #expect(PlainAgentFacts.read(Data(text.utf8)) == nil)
  }

  @Test func readerNeverDiffersFromDecoder() throws {
    let body = try CanonicalJSON.encode(Self.facts)
    var read = 0
    for place in body.indices {
      for byte in Array("\0 \",.:}\\-+0e\u{7F}".utf8) + [0x80, 0xC3, 0xFF] {
        var changed = body
        changed[place] = byte
        guard let facts = PlainAgentFacts.read(changed) else { continue }
        read += 1
        #expect(try JSONDecoder().decode(AgentFacts.self, from: changed) == facts)
      }
      #expect(PlainAgentFacts.read(body[..<place]) == nil)
    }
    #expect(read > 100)
  }
}
