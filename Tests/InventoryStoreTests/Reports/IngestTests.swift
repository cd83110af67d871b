import Foundation
import GRDB
@testable import InventoryStore
import Reporting
import Testing

struct IngestTests {
  @Test func reportIsStored() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let report = try inventory.report(
      machine, sequence: 1, hardware: TestInventory.computer(), scanners: TestInventory.scanner)
    let reply = try await inventory.store.reports.file(report)
    #expect(reply.status == .stored)
    #expect(Set(reply.sections.keys) == ["hardware", "scanners"])
    let listed = try #require(try await inventory.store.machines.list(within: .country).first)
    #expect(listed.model == "OptiPlex" && listed.scanners == 1)
    #expect(listed.memoryTotalBytes == 16 << 30)
    #expect(listed.lastReportAt == TestInventory.start)
    // captured a minute before it was sent, by the boot clock; the wall clock said 1980
    let captured = TestInventory.start.addingTimeInterval(-60).microseconds
    #expect(try inventory.count("SELECT capturedAt FROM report") == Int(captured))
  }

  @Test func unchangedSectionIsStoredOnce() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for night in 1...5 {
      let later = TestInventory.start.addingTimeInterval(Double(night) * 86_400)
      let computer = TestInventory.computer(gibibytes: night == 4 ? 8 : 16)
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: night, hardware: computer, scanners: .absent, at: later))
    }
    #expect(try inventory.count("SELECT count(*) FROM report") == 5)
    #expect(try inventory.count("SELECT count(*) FROM section WHERE probe = 'scanners'") == 1)
    // 16, then 8, then 16 again: three entries of one history
    #expect(try inventory.count("SELECT count(*) FROM section WHERE probe = 'hardware'") == 3)
    #expect(try inventory.count("SELECT count(*) FROM section WHERE current = 1") == 2)
    let days = "SELECT (lastSeen - firstSeen) / 86400000000 FROM section WHERE probe = 'hardware'"
    #expect(try inventory.count("\(days) ORDER BY id LIMIT 1") == 2)
  }

  @Test func duplicateReportIsCountedOnce() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let id = UUID()
    let computer = TestInventory.computer()
    let first = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: computer, id: id))
    let again = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 2, hardware: computer, id: id))
    #expect(first.status == .stored && again.status == .duplicate)
    #expect(first.sections == again.sections)
    #expect(try inventory.count("SELECT count(*) FROM report") == 1)
  }

  @Test func rejectedReportsLeaveNoTrace() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let other = try await inventory.enrol()
    let id = UUID()
    _ = try await inventory.store.reports.file(inventory.report(machine, sequence: 7, id: id))

    func refuses(_ code: InventoryError.Code, _ report: ReceivedReport) async throws {
      let error = await #expect(throws: InventoryError.self) {
        try await inventory.store.reports.file(report)
      }
      #expect(error?.code == code)
    }
    try await refuses(.sequenceBehind, inventory.report(machine, sequence: 7))
    let changed = try inventory.report(machine, sequence: 8, scanners: .absent, id: id)
    try await refuses(.reportIdReused, changed)
    try await refuses(.reportIdReused, inventory.report(other, sequence: 1, id: id))

    let agent = #""agent":{"version":"1","clock":{"bootSeconds":1,"wall":""}}"#
    for section in [
      #"{"outcome":"maybe"}"#, #"{"outcome":"observed"}"#, "7", #"{"outcome":"failed"}"#,
      #"{"outcome":"observed","machine":{},"processor":{},"memory":{"totalBytes":-1},"disks":[],"displays":[],"system":{}}"#,
      #"{"outcome":"observed","machine":{},"processor":{},"memory":{"totalBytes":1e99},"disks":[],"displays":[],"system":{}}"#,
      #"{"outcome":"observed","machine":{"firmwareDate":"soon"},"processor":{},"memory":{"totalBytes":1},"disks":[],"displays":[],"system":{}}"#,
    ] {
      try await refuses(
        .sectionMalformed,
        inventory.raw(
          #"{"format":1,\#(agent),"scanners":{"outcome":"absent"},"hardware":\#(section)}"#,
          machine, sequence: 9))
    }
    #expect(try inventory.count("SELECT count(*) FROM report") == 1)
    #expect(try inventory.count("SELECT count(*) FROM section") == 0)
    #expect(try inventory.count("SELECT lastSequence FROM machine WHERE lastSequence > 0") == 7)
  }

  @Test func unsupportedFormatsAndAgentsAreRejected() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let agent = #""agent":{"version":"1","clock":{"bootSeconds":1,"wall":""}}"#
    for (body, code) in [
      (#"{"format":2,\#(agent)}"#, InventoryError.Code.formatUnsupported),
      (#"{"format":"1",\#(agent)}"#, .formatUnsupported), (#"{\#(agent)}"#, .formatUnsupported),
      (#"{"format":1.0,\#(agent)}"#, .formatUnsupported),
      (#"{"format":1}"#, .sectionMalformed), (#"{"format":1,"agent":[]}"#, .sectionMalformed),
    ] {
      let error = #expect(throws: InventoryError.self) {
        try inventory.raw(body, machine, sequence: 1)
      }
      #expect(error?.code == code)
    }
    // A number to Swift, but not valid JSON.
    for number in ["+1", "01"] {
      #expect(throws: ReportTextError.self) {
        try inventory.raw(#"{"format":\#(number),\#(agent)}"#, machine, sequence: 1)
      }
    }
  }

  @Test func unknownSectionOfLaterAgentIsKept() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    let agent = #"{"version":"9","clock":{"bootSeconds":1,"wall":""}}"#
    let body = #"{"format":1,"agent":\#(agent),"moon":{"phase":0.5}}"#
    _ = try await inventory.store.reports.file(inventory.raw(body, machine, sequence: 1))
    #expect(
      try inventory.count(#"SELECT count(*) FROM section_body WHERE body = '{"phase":0.5}'"#) == 1)
  }

  @Test func failedProbeKeepsLastFacts() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 2, hardware: .failed(reason: "no /proc")))
    #expect(try await inventory.store.machines.list(within: .country).first?.model == "OptiPlex")
    #expect(
      try inventory.count("SELECT count(*) FROM machine_hardware WHERE outcome = 'failed'") == 1)
  }

  @Test func acknowledgedReportsAreSynced() async throws {
    let inventory = try TestInventory()
    #expect(try await inventory.store.synchronousLevel() == 2)
    let beside = try InventoryStore(
      path: inventory.path, role: .beside, policy: inventory.policy, now: TestInventory.start)
    // EXTRA: as FULL with a write-ahead log, and a file without one is synced with its folder.
    #expect(try await beside.synchronousLevel() == 3)
  }
}
