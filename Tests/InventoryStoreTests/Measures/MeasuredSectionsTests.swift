import Foundation
import GRDB
import Reporting
import Testing

@testable import InventoryStore

/// A commune is recomputed only if a report's changed sections may change its measures.
struct MeasuredSectionsTests {
  /// What a second report says, and whether the commune must be recomputed for it.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var hardware = TestInventory.computer()
    var scanners = TestInventory.scanner
    let isMeasured: Bool
  }

  private static func system(_ version: String, kernel: String?) -> Outcome<HardwareFacts> {
    guard case .observed(var facts) = TestInventory.computer() else { return .absent }
    facts.system = .init(name: "Debian GNU/Linux", version: version, kernel: kernel)
    return .observed(facts)
  }

  private static func scanner(
    _ model: String, _ connection: ScannerFacts.Scanner.Connection = .usb, ready: Bool? = nil
  ) -> Outcome<ScannerFacts> {
    .observed(
      ScannerFacts(scanners: [
        .init(
          manufacturer: "Canon", model: model, connection: connection, usbId: "04a9:1913",
          evidence: .usb, ready: ready)
      ]))
  }

  private static let changes = [
    Change(testDescription: "the same", isMeasured: false),
    Change(
      testDescription: "a kernel", hardware: system("12", kernel: "6.1.0-30"), isMeasured: false),
    Change(testDescription: "a scanner's name", scanners: scanner("LiDE 400"), isMeasured: false),
    Change(
      testDescription: "memory", hardware: TestInventory.computer(gibibytes: 4), isMeasured: true),
    Change(
      testDescription: "a system without updates", hardware: system("9", kernel: nil),
      isMeasured: true),
    Change(testDescription: "no scanner", scanners: .absent, isMeasured: true),
    Change(
      testDescription: "a broken scanner", scanners: scanner("LiDE 300", ready: false),
      isMeasured: true),
    Change(
      testDescription: "a failed probe", scanners: .failed(reason: "it hung"), isMeasured: true),
    Change(
      testDescription: "a scanner on the network", scanners: scanner("LiDE 300", .network),
      isMeasured: true),
  ]

  @Test(arguments: changes)
  func onlyMeasuredChangesTriggerRecomputation(_ change: Change) async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    for (night, said) in [Change(testDescription: "first", isMeasured: true), change].enumerated() {
      _ = try await inventory.store.reports.file(
        inventory.report(
          machine, sequence: night + 1, hardware: said.hardware, scanners: said.scanners,
          at: TestInventory.start.addingTimeInterval(Double(night) * 3600)))
    }
    let late = TestInventory.start.addingTimeInterval(3600).microseconds
    #expect(
      try inventory.count(
        "SELECT madeAt = \(late) FROM commune_reporting WHERE commune = '21250'")
        == (change.isMeasured ? 1 : 0))
    #expect(
      try inventory.count(
        "SELECT lastReportAt = \(late) FROM commune_reporting WHERE commune = '21250'") == 1)
    // In either case the rows equal a computation over all of the commune's machines.
    let store = inventory.store
    let now = TestInventory.start.addingTimeInterval(3600)
    let (stored, computed) = try await store.pool.read { [rules = store.rules] database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT measure, low, high FROM commune_measure WHERE commune = '21250'")
      let stored = rows.map { row in
        (row["measure"] as String, Measures.Value(low: row["low"], high: row["high"]))
      }
      let measures = try Measures.read(commune: "21250", rules: rules, now: now, database)
      let computed = measures.values.map { name, value in
        (name.rawValue, Measures.Value(low: value.low, high: value.high))
      }
      return (
        Dictionary(stored) { one, _ in one }, Dictionary(computed) { one, _ in one }
      )
    }
    #expect(stored == computed)
  }
}
