import CInventory
public import Foundation
import GRDB
public import Prioritization

/// The inventory on disk: one SQLite file in WAL mode.
///
/// One process serves and owns the checkpoints; others may read, or write in short transactions
/// (``Role/beside``). What a writer committed is on disk before the call returns.
public final class InventoryStore: Sendable {
  public enum Role: Sendable {
    /// The serving process: one long-lived writer, several readers.
    case serving
    /// A command that writes beside a serving process, and never checkpoints.
    case beside
  }

  /// Bounds how long the first report of a transaction waits for the last.
  public static let largestGroup = 64

  public let path: String
  let pool: any DatabaseWriter
  /// What makes a computer adequate, and how long a report stays fresh: decides the measures.
  let rules: MeasureRules
  private let lock: ServingLock?
  /// Through which whatever must be on disk before it is answered goes.
  let commits: GroupCommit
  let keys = KeyMemory()
  let overtaken = OvertakenMeasures()
  let situationMemory = CommuneMemory<Policy, CommuneSituation>()
  let coverageMemory = CommuneMemory<CoverageBasis, CommuneCoverage>()
  let policy: Policy

  /// Opens the file. The serving process makes it where it is not there, schema, register and all;
  /// a command beside it never does: its file would be one that nobody serves.
  ///
  /// - Parameter largestGroup: most reports that share one transaction.
  /// - Throws: ``InventoryError`` with `databaseUnusable` where the file cannot be opened, is no
  ///   inventory, or comes from a later version.
  public init(
    path: String, role: Role, policy: Policy, now: Date, largestGroup: Int = largestGroup
  ) throws {
    self.path = path
    self.policy = policy
    do {
      switch role {
      case .serving:
        try ServingLock.requireUnserved(path)
        _ = try InventoryFile.isThere(path)
        try Self.prepareFile(path)
      case .beside:
        try ServingLock.requireSameName(path)
        try InventoryFile.require(path)
      }
      lock = role == .serving ? try ServingLock(path) : nil
      // Asked before SQLite opens the file.
      let isServed = role == .beside && ServingLock.isServed(path)
      pool = try Self.open(path, role: role)
      try Schema.migrate(pool, isServedByAnother: isServed)
      try Self.insist(onDurability: pool)
      let stored = try pool.read(MeasureRules.stored)
      rules = role == .serving ? MeasureRules(policy) : stored ?? MeasureRules(policy)
      commits = GroupCommit(pool, rules: rules, keys: keys, largest: largestGroup)
    } catch let error as DatabaseError {
      let passing: [ResultCode] = [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL]
      if passing.contains(error.resultCode.primaryResultCode) {
        throw InventoryError(error) as (any Error)? ?? error
      }
      throw InventoryError(
        .databaseUnusable,
        "Cannot use the database \(path): \(error.message ?? "\(error.resultCode)"). Give another file with --database, or restore a backup."
      )
    }
    try importRegisterIfEmpty(now: now)
    if role == .serving { try renewMeasuresIfRulesChanged(now: now) }
  }

  /// A number that grows with every commit to the file, by this process or another: equal numbers
  /// mean equal answers.
  public func revision() async throws -> Int64 {
    try await pool.read { database in
      try Int64.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'revision'") ?? 0
    }
  }

  /// Once, before the first use of SQLite.
  private static let configured: Void = inventory_configure_sqlite()

  private static func open(_ path: String, role: Role) throws -> any DatabaseWriter {
    _ = configured
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.foreignKeysEnabled = true
    configuration.label = "inventory"
    switch role {
    case .serving:
      configuration.maximumReaderCount = 4
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA mmap_size = 268435456")
      }
      return try DatabasePool(path: path, configuration: configuration)
    case .beside:
      configuration.prepareDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
        guard
          let connection = database.sqliteConnection,
          inventory_leave_wal_on_close(connection) == SQLITE_OK
        else {
          throw InventoryError(
            .databaseUnusable,
            "SQLite did not accept the checkpoint setting of the write-ahead log.")
        }
      }
      return try DatabaseQueue(path: path, configuration: configuration)
    }
  }

  /// `DatabasePool` lowers the writer to NORMAL after it opened; an acknowledged report must
  /// outlive a power cut.
  private static func insist(onDurability writer: any DatabaseWriter) throws {
    try writer.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      // A full group of reports makes some 1,000 pages dirty: with the usual 2 MB they would be
      // written out before the commit, read back, and written again.
      try database.execute(sql: "PRAGMA cache_size = -16384")
      let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
      guard level == 2 else {
        throw InventoryError(
          .databaseUnusable,
          "SQLite's durability setting was not accepted (synchronous \(level ?? -1)).")
      }
    }
  }

  /// The inventory names machines and serial numbers: it is nobody's but the centre's.
  private static func prepareFile(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o750])
    } catch {
      throw InventoryError(
        .databaseUnusable, "Cannot create the folder \(folder) for the database: choose another.")
    }
    if !FileManager.default.fileExists(atPath: path) {
      guard
        FileManager.default.createFile(
          atPath: path, contents: nil, attributes: [.posixPermissions: 0o640])
      else {
        throw InventoryError(
          .databaseUnusable, "Cannot create the database \(path): check the folder's owner.")
      }
    }
  }
}
