import Foundation
import Reporting
import Testing

@testable import Delivery

/// The agent's commands in combination, as a user types them.
struct AgentCommandTests {
  @Test func reportIncludesAttestationsAndDroppedCount() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    let agent = AgentProcess(state: bench.path)
    let attested = try agent.run("attest", "vneid", "--status", "active", "--until", "2059-12-31")
    #expect(attested.status == 0, "\(attested.output)")
    let wrong = try agent.run("attest", "vneid", "--status", "fine")
    #expect(wrong.status == 65)
    #expect(wrong.output.contains("notIssued"))
    try Data("7\n".utf8).write(to: URL(fileURLWithPath: bench.directory.dropped))
    #expect(try agent.run("report").status == 0)

    let text = try ReportText(try gunzip(try #require(server.reports.first).body))
    let made = try JSONDecoder().decode(AgentFacts.self, from: try #require(text["agent"]))
    #expect(made.droppedReports == 7)
    let accounts = try JSONDecoder().decode(
      Outcome<AccountFacts>.self, from: try #require(text["accounts"]))
    #expect(accounts.facts?.accounts.map(\.service) == ["vneid"])
    #expect(accounts.facts?.accounts.first?.expiresAt == "2059-12-31T23:59:59Z")
  }

  @Test func aRetryAfterAFailureMakesNoSecondReport() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    server.stop()
    let agent = AgentProcess(state: bench.path)
    let first = try agent.run("report", "--if-due", "--splay", "1")
    #expect(first.status == 69, "\(first.output)")
    #expect(first.output.contains("nothing is lost"))
    let second = try agent.run("report", "--if-due")
    #expect(second.status == 75)
    #expect(second.output.split(separator: "\n").count == 1, "one line: \(second.output)")
    #expect(try bench.files("spool").count == 1)
    #expect(try agent.run("report").status == 75)
    #expect(try bench.files("spool").count == 2, "a report made by hand is kept during the wait")
    let status = try agent.run("status")
    #expect(status.output.contains("Next attempt:"), "\(status.output)")
  }
}
