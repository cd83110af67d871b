import Foundation
import Reporting
import Testing

@testable import Delivery

struct DeltaTests {
  static let hardware =
    #"{"machine":{"manufacturer":"Dell Inc.","model":"OptiPlex 3090","serialNumber":"ABC1234"},"outcome":"observed"}"#
  static func body(_ number: Int, hardware: String = hardware) -> String {
    #"{"agent":{"n":\#(number)},"format":1,"hardware":\#(hardware),"scanners":{"outcome":"absent"}}"#
  }
  static func digest(_ text: String) -> String { SHA256Digest.hexadecimal(of: Data(text.utf8)) }

  /// Acknowledges with the digests of all sections; a section sent as a digest must be one it
  /// holds.
  struct Holder {
    var held: [String: String] = [:]
    var bodies: [Data] = []
  }

  private func enrolled() throws -> (Workbench, ScriptedCentre<Holder>, ScriptedServer) {
    let bench = try Workbench()
    let holder = ScriptedCentre(Holder())
    let server = try ScriptedServer.centre { holder.answer($0) }
    try bench.enroll(at: server)
    return (bench, holder, server)
  }

  @Test func sendsOnlyWhatChanged() throws {
    let (bench, holder, server) = try enrolled()
    _ = try bench.spool([Self.body(1), Self.body(2)])
    #expect(try bench.deliver(to: server).acknowledged == 2)
    #expect(String(decoding: holder.bodies[0], as: UTF8.self) == Self.body(1))
    let second = try ReportText(holder.bodies[1])
    #expect(
      DeltaSection.digest(in: try #require(second["hardware"]))
        == SHA256Digest.bytes(Self.digest(Self.hardware)))
    #expect(
      second["scanners"] == Data(#"{"outcome":"absent"}"#.utf8),
      "sent whole, because it is shorter than its digest")
    #expect(second.members.map(\.name) == ["agent", "format", "hardware", "scanners"])

    // Known digests survive the run; a changed section is sent whole.
    _ = try bench.spool([Self.body(3, hardware: #"{"outcome":"failed","reason":"no"}"#)])
    _ = try bench.spool([Self.body(4)])
    let kept = try bench.files("spool").map { try bench.bytes("spool/\($0)") }
    #expect(
      kept.allSatisfy { $0.range(of: Data(#"{"digest":"#.utf8)) == nil }, "the spool is whole")
    #expect(try bench.deliver(to: server).acknowledged == 2)
    #expect(String(decoding: holder.bodies[2], as: UTF8.self).contains(#""reason":"no""#))
    #expect(String(decoding: holder.bodies[3], as: UTF8.self) == Self.body(4))
  }

  @Test func completesWhatTheCentreLacks() throws {
    let (bench, holder, server) = try enrolled()
    _ = try bench.spool([Self.body(1)])
    _ = try bench.deliver(to: server)
    holder.held = [:]
    let sent = try bench.spool([Self.body(2), Self.body(3)])
    let told = Collected<DeliveryEvent>()
    #expect(try bench.deliver(to: server) { told.append($0) }.acknowledged == 2)
    #expect(told.all.contains(.completed(report: sent[0].id, sections: ["hardware"])))
    let requests = server.reports
    #expect(requests.count == 4)
    #expect(requests[1].fields["report-id"] == requests[2].fields["report-id"])
    #expect(requests[1].fields["agent-seq"] == "2")
    #expect(requests[2].fields["agent-seq"] == "3")
    #expect(String(decoding: holder.bodies[2], as: UTF8.self) == Self.body(2))
    #expect(
      DeltaSection.digest(in: try #require(try ReportText(holder.bodies[3])["hardware"])) != nil)
  }

  @Test(arguments: [["hardware"], [], ["other"]])
  func stopsACentreThatKeepsAsking(_ names: [String]) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { request in
      request.fields["agent-seq"] == "1"
        ? .json(
          200,
          Acknowledgement(
            status: .stored, report: request.fields["report-id"] ?? "",
            sections: ["hardware": Self.digest(Self.hardware)]))
        : .json(
          422,
          Problem(
            title: "", status: 422, code: "sectionsWanted", detail: "More.", sections: names),
          type: "application/problem+json")
    }
    try bench.enroll(at: server)
    _ = try bench.spool([Self.body(1), Self.body(2)])
    let summary = try bench.deliver(to: server)
    #expect(summary.stopped?.code == .unexpectedReply)
    #expect(summary.kept == 1)
    #expect(server.reports.count == 3)
  }

  /// A centre that asks for one more section each time gets two completions, then the whole report,
  /// and then no more.
  @Test func stopsAfterTwoCompletions() throws {
    let bench = try Workbench()
    let names = (0..<20).map { "s\($0)" }
    func body(_ number: Int) -> String {
      let sections = names.map { #""\#($0)":{"text":"\#(String(repeating: "x", count: 100))"}"# }
      return #"{"agent":{"n":\#(number)},"format":1,\#(sections.joined(separator: ","))}"#
    }
    let digests = Dictionary(
      uniqueKeysWithValues: try ReportText(Data(body(1).utf8)).members
        .filter { names.contains($0.name) }
        .map { ($0.name, SHA256Digest.hexadecimal(of: $0.body)) })
    let asked = Collected<Int>()
    let server = try ScriptedServer.centre { request in
      guard request.fields["agent-seq"] != "1" else {
        return .json(
          200,
          Acknowledgement(
            status: .stored, report: request.fields["report-id"] ?? "", sections: digests))
      }
      asked.append(1)
      return .json(
        422,
        Problem(
          title: "", status: 422, code: "sectionsWanted", detail: "More.",
          sections: ["s\(asked.all.count)", "passwords", "agent"]),
        type: "application/problem+json")
    }
    try bench.enroll(at: server)
    _ = try bench.spool([body(1), body(2)])
    let told = Collected<DeliveryEvent>()
    let summary = try bench.deliver(to: server) { told.append($0) }
    #expect(summary.stopped?.code == .unexpectedReply && summary.kept == 1)
    #expect(server.reports.count == 5, "once as digests, twice completed, once whole")
    let completed = told.all.compactMap {
      if case .completed(_, let sections) = $0 { sections } else { nil }
    }
    #expect(completed == [["s1"], ["s2"], []])
  }

  @Test func sendsEverythingToACentreWithoutDigests() throws {
    let bench = try Workbench()
    let held = ["hardware": Self.digest(Self.hardware)]
    let server = try ScriptedServer.centre { request in
      let body = (try? gunzip(request.body)) ?? Data()
      return body.range(of: Data(#"{"digest":"#.utf8)) == nil
        ? .json(
          200,
          Acknowledgement(
            status: .stored, report: request.fields["report-id"] ?? "", sections: held))
        : .problem(422, "sectionMalformed")
    }
    try bench.enroll(at: server)
    _ = try bench.spool([Self.body(1), Self.body(2)])
    let summary = try bench.deliver(to: server)
    #expect(summary.acknowledged == 2)
    #expect(summary.refused == 0)
    #expect(server.reports.count == 3)
  }

  @Test func sendsEverythingAfterEnrolment() throws {
    let (bench, holder, server) = try enrolled()
    _ = try bench.spool([Self.body(1)])
    _ = try bench.deliver(to: server)
    try bench.enroll(at: server)
    _ = try bench.spool([Self.body(2)])
    _ = try bench.deliver(to: server)
    #expect(String(decoding: holder.bodies[1], as: UTF8.self) == Self.body(2))
  }

  @Test(arguments: ["", "{", "no report", #"{"a":1}"#])
  func leavesOtherTextsUnchanged(_ text: String) {
    let delta = DeltaReport(of: Data(text.utf8), held: ["a": String(repeating: "0", count: 64)])
    #expect(delta.body == Data(text.utf8))
    #expect(delta.unchanged.isEmpty)
  }
}

extension DeltaTests.Holder: CentreScript {
  mutating func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
    guard let body = try? gunzip(request.body), let text = try? ReportText(body) else {
      return .problem(400, "notJSON")
    }
    bodies.append(body)
    var unknown: [String] = []
    for (name, value) in text.members where name != "format" && name != "agent" {
      if let digest = DeltaSection.digest(in: value).map({ SHA256Digest.hexadecimal($0) }) {
        if held[name] != digest { unknown.append(name) }
      } else {
        held[name] = SHA256Digest.hexadecimal(of: value)
      }
    }
    guard unknown.isEmpty else {
      return .json(
        422,
        Problem(
          title: "", status: 422, code: "sectionsWanted", detail: "More.", sections: unknown),
        type: "application/problem+json")
    }
    return .json(
      200,
      Acknowledgement(
        status: .stored, report: request.fields["report-id"] ?? "", sections: held))
  }
}
