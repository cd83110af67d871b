import Foundation
import GRDB
import Reporting
import Testing

@testable import InventoryStore

/// The tables of which a report writes many rows refuse unknown words without a temporary table for
/// each row.
struct CheapCheckTests {
  private static let tables = ["scanner", "account", "machine_scanners", "machine_bandwidth"]

  private func rows(_ database: Database) throws -> [String] {
    try Self.tables.flatMap { table in
      try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1, 2").map(\.description)
    }
  }

  @Test func upgradeKeepsEveryRow() async throws {
    let inventory = try TestInventory()
    for _ in 0..<2 {
      _ = try await inventory.store.reports.file(
        inventory.report(
          inventory.enrol(), sequence: 1, hardware: TestInventory.computer(),
          scanners: UnseenSectionTests.scanners, bandwidth: TestInventory.line(5_000_000),
          accounts: UnseenSectionTests.accounts))
    }
    let path = inventory.path + ".old"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let database = try OldInventory.make(
      of: Schema.migrations.filter { $0 < "v032" }, from: inventory.path, path)
    let before = try await database.read(rows)
    _ = try InventoryStore(
      path: path, role: .serving, policy: inventory.policy, now: TestInventory.start)
    let (after, indexes, broken) = try await database.read { database in
      (
        try rows(database), try database.indexes(on: "account").map(\.name),
        try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
      )
    }
    #expect(after == before && after.count == 2 * (2 + 3 + 1 + 1))
    #expect(indexes.contains("account_by_service") && broken == 0)
  }

  @Test func unknownWordsAreRefused() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.store.reports.file(
      inventory.report(
        inventory.enrol(), sequence: 1, hardware: TestInventory.computer(),
        scanners: UnseenSectionTests.scanners, bandwidth: TestInventory.line(5_000_000),
        accounts: UnseenSectionTests.accounts))
    try await inventory.store.pool.write { database in
      for (table, column) in [
        ("scanner", "connection"), ("account", "status"), ("account", "evidence"),
        ("machine_scanners", "outcome"), ("machine_bandwidth", "outcome"),
      ] {
        #expect(throws: DatabaseError.self, "\(table).\(column)") {
          try database.execute(sql: "UPDATE \(table) SET \(column) = 'unheard'")
        }
      }
      for table in Self.tables {
        let sql = try #require(
          try String.fetchOne(
            database, sql: "SELECT sql FROM sqlite_master WHERE name = ?", arguments: [table]))
        #expect(sql.firstMatch(of: /IN\s*\([^,)]*,[^,)]*,/) == nil, "\(table)")
      }
    }
  }
}
