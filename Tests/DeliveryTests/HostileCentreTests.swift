import Delivery
import Foundation
import Reporting
import TestSupport
import Testing

/// Hostile replies to a report cost neither the office's bandwidth nor the report.
struct HostileCentreTests {
  /// Generous bound on what socket buffers of both sides hold when a reply is abandoned.
  static let mostBytes = 8 << 20

  func deliver(_ mode: String) throws -> (HostileCentre, Workbench, DeliverySummary) {
    let centre = try HostileCentre(mode)
    let bench = try Workbench()
    let address = try CentreAddress(centre.address)
    let transport = try CurlTransport(to: address, agentVersion: "0.1.0")
    _ = try Enrolment(try bench.lock(), at: address, agentVersion: "0.1.0").enroll(
      token: "t", evidence: [:], over: transport)
    _ = try bench.spool(["{}"])
    return (centre, bench, try bench.deliver(to: centre.address))
  }

  @Test(arguments: [
    "body", "errorBody", "head", "headLine", "interim", "chunks", "chunkExtension", "trailers",
  ])
  func abandonsAnEndlessReply(_ mode: String) throws {
    let (centre, bench, summary) = try deliver(mode)
    #expect(summary.stopped?.code == .unexpectedReply, "\(summary.stopped?.message ?? "")")
    #expect(try bench.files("spool").count == 1)
    let counts = try centre.counts()
    #expect(counts.sent < Self.mostBytes && counts.requests == 2, "\(counts)")
  }

  @Test(arguments: [
    "gzip", "redirectFile", "redirectHost", "http09", "notHTTP", "wrongType", "duplicateKeys",
    "nan",
    "deep", "deepObject", "latin", "zero", "nextSeqHuge", "nextSeqFloat", "negativeLength",
    "status999", "status100", "cookies", "retryZero", "retryHuge",
  ])
  func hostileRepliesKeepTheReport(_ mode: String) throws {
    let (centre, bench, summary) = try deliver(mode)
    #expect(summary.stopped != nil && summary.kept == 1)
    #expect(try bench.files("spool").count == 1)
    #expect(60...108_000 ~= summary.waitSeconds ?? 60)
    #expect(try centre.counts().requests == 2)
    #expect(String(decoding: try bench.bytes("sequence"), as: UTF8.self) == "2\n")
  }

  @Test(arguments: ["manySections", "oddSections"])
  func ignoresImpossibleSectionNames(_ mode: String) throws {
    let (_, bench, summary) = try deliver(mode)
    #expect(summary.acknowledged == 1)
    #expect(LastAcknowledgement.read(in: bench.directory)?.acknowledgement.sections == [:])
  }
}
