import Foundation
import Testing

@testable import Delivery

/// The real agent, killed at random and on a failing disk: no spooled report is lost, and nothing
/// needs manual repair.
@Suite(.serialized)
struct BatteredAgentTests {
  /// Number of kills; `make soak` raises it.
  static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 30

  @Test func survivesKillsAtAnyMoment() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    let agent = AgentProcess(state: bench.path)
    let witness = SpoolWitness(bench, server)

    let start = ProcessInfo.processInfo.systemUptime
    #expect(try agent.run("report", "--now").status == 0)
    var whole = ProcessInfo.processInfo.systemUptime - start
    var killed = 0
    for round in 0..<Self.kills {
      // Mostly in the second half of a run: the first half loads libraries.
      let moment = whole * Double.random(in: round % 4 == 0 ? 0...1 : 0.4...1.1)
      let isKilled = try agent.runKilled(after: moment, "report", "--now")
      killed += isKilled ? 1 : 0
      // The first run took longer than others do, or the computer is busier now.
      whole *= isKilled ? 1.05 : 0.85
      #expect(try witness.look() == [])
      #expect(try witness.lost() == [])
    }
    #expect(killed > Self.kills / 4, "too few runs were still in progress")
    let last = try agent.run("report", "--now")
    #expect(last.status == 0, "\(last.output)")
    #expect(try bench.files("spool").isEmpty)
    #expect(try bench.files("quarantine").isEmpty)
    #expect(try !bench.files("").contains { $0.hasSuffix(".tmp") })
    #expect(witness.seen.isSubset(of: witness.acknowledged))
    let numbers = server.reports.compactMap { $0.fields["agent-seq"] }
    #expect(Set(numbers).count == numbers.count, "a number was used twice")
  }

  @Test func survivesAFailingDisk() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    let library = "\(bench.path).so"
    defer { unlink(library) }
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Faults/faulty_disk.c").path
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", library, source]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)

    let witness = SpoolWitness(bench, server)
    var failed = 0
    for round in 0..<Self.kills {
      let agent = AgentProcess(
        state: bench.path,
        environment: [
          "LD_PRELOAD": library, "FAULTY_ROOT": bench.path, "FAULTY_SEED": "\(round)",
          "FAULTY_ONE_IN": round % 2 == 0 ? "12" : "40",
        ])
      let ending = try agent.run("report", "--now")
      failed += ending.status == 0 ? 0 : 1
      #expect([0, 1, 75].contains(ending.status), "round \(round): \(ending.output)")
      #expect(try witness.look() == [])
      #expect(try witness.lost() == [])
    }
    #expect(failed > Self.kills / 4, "the disk failed too rarely")
    let last = try AgentProcess(state: bench.path).run("report", "--now")
    #expect(last.status == 0, "\(last.output)")
    #expect(try bench.files("spool").isEmpty)
    #expect(try bench.files("quarantine").isEmpty)
    #expect(witness.seen.isSubset(of: witness.acknowledged))
    let numbers = server.reports.compactMap { $0.fields["agent-seq"] }
    #expect(Set(numbers).count == numbers.count, "a number was used twice")
  }

  @Test(arguments: [
    "[[=", "[ =]", "[[[", "[", "[[", "[.]", "[[ ]", "\u{FEFF}[=",
    String(repeating: "[", count: 5000), "a = " + String(repeating: "[", count: 5000),
    String(repeating: "a.", count: 5000) + "a = 1",
    "a = " + String(repeating: "{a=", count: 5000),
  ])
  func refusesSettingsThatCrashTheTOMLReader(_ text: String) throws {
    let bench = try Workbench()
    let path = "\(bench.path)/probe.toml"
    try Data("\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
    let ending = try AgentProcess(state: bench.path).run("status", "--config", path)
    #expect(ending.status == 78, "\(ending.output)")
    #expect(ending.output.contains(path))
  }
}
