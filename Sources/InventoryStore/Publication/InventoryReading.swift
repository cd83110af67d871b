public import Foundation
import GRDB
import Reporting

/// An inventory opened only for reading, beside the process that serves it, which neither waits for
/// its readers nor notices them.
public struct InventoryReading: Sendable {
  private let queue: DatabaseQueue
  private let path: String

  /// - Throws: ``InventoryError`` with `databaseUnusable` if the file is not an inventory, or of
  ///   another version.
  public init(path: String) throws {
    try InventoryFile.requireReadable(path)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    configuration.label = "inventory-reading"
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      let applied = try queue.read {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM grdb_migrations")
      }
      guard applied == Schema.migrations.count else {
        throw InventoryError(
          .databaseUnusable,
          "The inventory \(path) is of an earlier version of this program: start its centre once with this version, which brings it up to date."
        )
      }
    } catch let error as DatabaseError {
      throw Self.unusable(path, error)
    }
    self.path = path
  }

  /// The time by the inventory's clock, without opening the inventory.
  ///
  /// - Throws: ``InventoryError`` with `busy` if the system's clock is not believed: anything
  ///   published under a wrong clock would look newer than everything that follows.
  public static func believedTime(of path: String) throws -> Date {
    let now = InventoryStore.Upkeep.believedTime(of: path)
    guard abs(now.timeIntervalSinceNow) < BelievedClock.believedLeap + 60 else {
      throw InventoryError(
        .busy,
        "The system's clock is not believed, so nothing was published: see commune-inventory clock."
      )
    }
    return now
  }

  /// Reads the inventory as it is at one moment. Keep it short: meanwhile the write-ahead log
  /// grows.
  ///
  /// - Throws: what `body` throws; ``InventoryError`` if the file cannot be read.
  public func snapshot<Value>(_ body: (InventorySnapshot) throws -> Value) throws -> Value {
    do {
      return try queue.inDatabase { database in
        var value: Value?
        try database.inTransaction(.deferred) {
          value = try body(InventorySnapshot(database: database))
          return .commit
        }
        guard let value else { throw CancellationError() }
        return value
      }
    } catch let error as DatabaseError {
      throw Self.unusable(path, error)
    }
  }

  private static func unusable(_ path: String, _ error: DatabaseError) -> any Error {
    if let passing = InventoryError(error, of: path) { return passing }
    return InventoryError(
      .databaseUnusable,
      "The database \(path) cannot be read: \(error.message ?? "\(error.resultCode)"). Restore a backup."
    )
  }
}

/// The inventory at one moment; valid only inside ``InventoryReading/snapshot(_:)``.
public struct InventorySnapshot {
  let database: Database

  /// Grows with every change of the inventory.
  public func revision() throws -> Int64 { try Revision.read(database) }

  /// The centre's permanent name, which backups and restores preserve: SHA-256 of its first receipt
  /// key, in hexadecimal digits.
  public func centre() throws -> String {
    let seed = try Data.fetchOne(
      database, sql: "SELECT seed FROM receipt_key ORDER BY number LIMIT 1")
    return SHA256Digest.hexadecimal(of: Data("commune-inventory centre".utf8) + (seed ?? Data()))
  }

  /// The rules by which the stored measures were made, as text; nil for an inventory that was never
  /// served.
  public func measureRules() throws -> String? {
    try MeasureRules.stored(database).map { try $0.sortedText() }
  }

  /// Provinces about whose communes something is known, by code.
  public func provincesWithMeasures() throws -> [String] {
    try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT c.province FROM commune_reporting r JOIN commune c ON c.code = r.commune
        ORDER BY 1
        """)
  }

  /// The register of a province, by code.
  ///
  /// - Throws: ``InventoryError`` with `provinceUnknown`.
  public func register(of province: String) throws -> [CommuneRecord] {
    try Scope.country.requireProvince(province, database)
    return try CommuneRecord.fetchAll(
      database,
      sql: """
        SELECT c.*, p.name AS provinceName FROM commune c JOIN province p ON p.code = c.province
        WHERE c.province = ? ORDER BY c.code
        """, arguments: [province])
  }

  /// The groups that communes of a province are in, by name and commune.
  public func groups(of province: String) throws -> [(group: String, commune: String)] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT g.name, m.commune FROM commune_group_member m
        JOIN commune_group g ON g.number = m.groupNumber JOIN commune c ON c.code = m.commune
        WHERE c.province = ? ORDER BY g.name, m.commune
        """, arguments: [province]
    ).map { ($0["name"], $0["commune"]) }
  }
}
