import Foundation
import Reporting
import TestSupport
import Testing

@testable import Delivery

/// The real agent on a PC with a dead CMOS battery.
@Suite(.serialized)
struct DeadClockTests {
  static let dates = [
    "1970-01-02 00:00:00", "1980-01-01 00:00:30", "2002-01-01 00:00:30", "2098-06-01 12:00:00",
  ]

  func agent(_ bench: Workbench, at date: String) throws -> AgentProcess {
    AgentProcess(state: bench.path, environment: try FakeTime.environment("@\(date)"))
  }

  @Test(arguments: dates)
  func reportsAgesByTheBootClock(_ date: String) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    let agent = try agent(bench, at: date)
    let ending = try agent.run("report", "--if-due")
    #expect(ending.status == 0, "\(ending.output)")

    let sent = try #require(server.reports.first)
    let text = try ReportText(try gunzip(sent.body))
    let made = try JSONDecoder().decode(AgentFacts.self, from: try #require(text["agent"])).clock
    #expect(
      made.wall.hasPrefix(date.prefix(7)), "the wall clock is reported unchanged: \(made.wall)")
    let boot = try #require(BootTime(field: sent.fields["agent-boot"] ?? ""))
    #expect(boot.bootId == made.bootId)
    #expect(boot.seconds >= made.bootSeconds - 0.1)
    #expect(boot.seconds < made.bootSeconds + 60)
    let input = try #require(sent.fields["signature-input"])
    #expect(!input.contains("created=\(Int(Date().timeIntervalSince1970) / 1000)"))

    // Within the same boot the age is known nevertheless.
    let again = try agent.run("report", "--if-due")
    #expect(again.status == 0)
    #expect(again.output.contains("due in"), "\(again.output)")
    #expect(server.reports.count == 1)
  }

  @Test(arguments: dates)
  func waitsByTheBootClock(_ date: String) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { _ in
      .init(status: 503, fields: [("Retry-After", "600")])
    }
    try bench.enroll(at: server)
    let dead = try agent(bench, at: date)
    #expect(try dead.run("report").status == 75)
    // Correcting the clock in the meantime does not change the wait.
    let ending = try AgentProcess(state: bench.path).run("deliver")
    #expect(ending.status == 75)
    #expect(ending.output.contains("minutes"), "\(ending.output)")
    #expect(server.reports.count == 1)
  }

  @Test func acceptsTheCentresCertificateAtAnyDate() throws {
    let bench = try Workbench()
    let server = try TLSServer(always: true)
    let centre = try ScriptedServer.centre()
    try bench.enroll(at: centre)
    _ = try bench.spool(["{}"])
    let settings = "\(bench.path)/probe.toml"
    let text = "server = \"https://localhost:\(server.port)\"\nca = \"\(server.authority)\"\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: settings))
    for date in Self.dates {
      let agent = try agent(bench, at: date)
      let ending = try agent.run("deliver", "--now", "--config", settings)
      // The server is not a centre; any answer shows that TLS was established.
      #expect(ending.output.contains("without acknowledging"), "\(date): \(ending.output)")
    }
  }
}
