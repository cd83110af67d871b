import Foundation
import GRDB
import Reporting
import Testing

@testable import InventoryStore

/// Receipts that retention shortens, and what they must still tell.
struct ReceiptShorteningTests {
  private let inventory: TestInventory
  private let machine: MachineKey
  private let ids: [UUID]

  /// A computer that reports on 60 nights, every second sequence number.
  init() async throws {
    inventory = try TestInventory()
    machine = try await inventory.enrol(at: Self.at(0))
    ids = (0...60).map { _ in UUID() }
    for day in 1...60 {
      _ = try await inventory.store.reports.file(try report(day))
    }
  }

  private static func at(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * 86_400)
  }

  private func report(
    _ day: Int, sequence: Int? = nil, id: UUID? = nil, gibibytes: Int? = nil,
    at now: Date? = nil
  ) throws -> ReceivedReport {
    try inventory.report(
      machine, sequence: sequence ?? 2 * day,
      hardware: TestInventory.computer(gibibytes: gibibytes ?? (day < 20 ? 4 : 16)),
      id: id ?? ids[day], at: now ?? Self.at(Double(day)))
  }

  private func retain(
    _ now: Double = 60.5, days: Int = 30, isDryRun: Bool = false
  ) async throws -> RetentionResult {
    var settings = RetentionSettings()
    settings.receiptsDays = days
    return try await inventory.store.upkeep.retain(
      settings, now: Self.at(now), isDryRun: isDryRun)
  }

  private func rows(_ table: String) throws -> Int {
    try inventory.count("SELECT count(*) FROM \(table)")
  }

  private func requireSound() throws {
    #expect(try Verification.check(inventory.path).faults == [])
  }

  @Test func olderReceiptsAreShortened() async throws {
    let history = inventory.store.history
    let before = try await history.reporting(of: machine.machineId, within: .country)
    let dry = try await retain(isDryRun: true)
    #expect(try rows("report") == 60 && rows("old_receipt") == 0)
    let done = try await retain()
    #expect(done.items == dry.items && done[.receipts].count == 30)
    #expect(try rows("report") == 30 && rows("old_receipt") == 30)
    #expect(try await retain()[.receipts].count == 0)

    // Pages and counts are as before.
    let after = try await history.reporting(of: machine.machineId, within: .country)
    #expect(after.reports == before.reports && after.reports.count == 50)
    #expect(after.reports.contains { $0.sequence <= 60 && $0.capturedAt != nil })
    let details = try await inventory.store.machines.details(
      machine.machineId, within: .country, now: Self.at(61))
    #expect(details.reports == 60)
    #expect(try Verification.check(inventory.path).reports == 60)
    try requireSound()
  }

  @Test func zeroDaysKeepsAllOfThem() async throws {
    #expect(try await retain(days: 0)[.receipts].count == 0)
    #expect(try rows("report") == 60 && rows("old_receipt") == 0)
  }

  @Test func repeatedReportIsStillRecognised() async throws {
    _ = try await retain()
    for day in [1, 5, 30, 31, 60] {
      let again = try await inventory.store.reports.file(try report(day, at: Self.at(61)))
      #expect(again.status == .duplicate, "day \(day)")
      let carried = try await inventory.store.reports.fileFromBundle(
        try report(day, at: Self.at(61)))
      #expect(carried.status == .duplicate, "day \(day)")
      #expect(
        try await inventory.store.reports.holds(
          report: ids[day], sequence: 2 * day, machine: machine.machine))
    }
    #expect(
      try await !inventory.store.reports.holds(
        report: UUID(), sequence: 10, machine: machine.machine))
    #expect(try rows("report") == 30 && rows("old_receipt") == 30)
  }

  @Test func differentContentUnderAnOldIdIsRejected() async throws {
    _ = try await retain()
    await #expect {
      try await inventory.store.reports.file(try report(5, gibibytes: 8, at: Self.at(61)))
    } throws: {
      ($0 as? InventoryError)?.code == .reportIdReused
    }
    await #expect {
      try await inventory.store.reports.fileFromBundle(
        try report(5, gibibytes: 8, at: Self.at(61)))
    } throws: {
      ($0 as? InventoryError)?.code == .reportIdReused
    }
  }

  @Test func anotherReportUnderAnOldSequenceNumberIsRejected() async throws {
    _ = try await retain()
    for filing in [
      inventory.store.reports.file, inventory.store.reports.fileFromBundle,
    ] {
      await #expect {
        _ = try await filing(try report(5, id: UUID(), at: Self.at(61)))
      } throws: {
        ($0 as? InventoryError)?.code == .sequenceBehind
      }
    }
    #expect(try rows("report") == 30 && rows("old_receipt") == 30)
  }

  /// A report from a stick joins the history at the time of the next one, whose receipt is old.
  @Test func stickReportJoinsTheHistoryBeforeAnOldReceipt() async throws {
    _ = try await retain()
    let filed = try await inventory.store.reports.fileFromBundle(
      try report(5, sequence: 9, id: UUID(), gibibytes: 32, at: Self.at(61)))
    #expect(filed.status == .stored)
    let firstSeen = try inventory.count(
      "SELECT firstSeen FROM section WHERE probe = 'hardware' ORDER BY id DESC LIMIT 1")
    #expect(firstSeen == Int(Self.at(5).microseconds))
    // Its receipt is whole for as long as others.
    #expect(try await retain()[.receipts].count == 0)
    #expect(try await retain(92)[.receipts].count == 31)
    #expect(try rows("report") == 0 && rows("old_receipt") == 61)
    try requireSound()
  }

  @Test func verificationFindsASequenceNumberWithTwoReceipts() async throws {
    _ = try await retain()
    try await inventory.store.pool.write {
      try $0.execute(
        sql: """
          INSERT INTO old_receipt SELECT machine, sequence, NULL, 0, zeroblob(8) FROM report LIMIT 1
          """)
    }
    let faults = try Verification.check(inventory.path).faults
    #expect(faults.count == 1 && faults[0].contains("is on file 2 times"), "\(faults)")
  }
}
