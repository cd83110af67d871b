import CInventory
public import Foundation
import GRDB
import Glibc
public import Prioritization

/// The inventory on disk: one SQLite file, in WAL mode from when it is first served.
///
/// One process serves the file and owns its checkpoints; others may read, or write in short
/// transactions (``Role/beside``). A write is on disk before its call returns.
///
/// The store opens and closes the file; its facets, such as ``machines`` and ``tokens``, read and
/// change it.
public final class InventoryStore: Sendable {
  public enum Role: Sendable {
    /// The serving process: one long-lived writer, several readers.
    case serving
    /// A command, beside a serving process or alone: it never checkpoints, and leaves a file that
    /// it only reads as it was.
    case beside
  }

  /// Default maximum number of writes per transaction: limits how long the first waits for the
  /// last.
  public static let largestGroup = 64

  public let path: String
  let pool: any DatabaseWriter
  /// Decides the measures: what makes a computer adequate, how long a report stays fresh.
  var rules: MeasureRules { inForce.rules }
  let inForce: PolicyInForce
  private let lock: ServingLock?
  let place: FilePlace
  /// Carries out every write: see ``write(_:)``.
  let commits: GroupCommit
  /// Signs the receipts for reports that came on a USB stick.
  let receiptKey: ReceiptSigningKey
  let keyCache = KeyCache()
  let overtaken = OvertakenMeasures()
  let situationCache = CommuneCache<Policy, CommuneSituation>()
  let coverageCache = CommuneCache<CoverageBasis, CommuneCoverage>()
  var policy: Policy { inForce.policy }

  /// Opens the file. The serving process creates it if it is missing, with schema and register; a
  /// command beside it never does, since no one would serve that file.
  ///
  /// - Parameter largestGroup: maximum number of writes that share one transaction.
  /// - Throws: ``InventoryError`` with `databaseUnusable` if the file cannot be opened, is not an
  ///   inventory, or comes from a later version.
  public init(
    path: String, role: Role, policy: Policy, now: Date, largestGroup: Int = largestGroup
  ) throws {
    self.path = path
    do {
      try ServingLock.requireOwnLog(path)
      var isNew = false
      switch role {
      case .serving:
        try ServingLock.requireUnserved(path)
        isNew = try !InventoryFile.isThere(path)
        if isNew { try ServingLock.requireUnservedName(path) }
        try Self.prepareFile(path)
      case .beside:
        try ServingLock.requireSameName(path)
        try InventoryFile.require(path)
        ServingLock.recordIdentityIfMoved(of: path)
      }
      lock = role == .serving ? try ServingLock(path) : nil
      // A first start that is interrupted must not look like an inventory that was lost.
      if isNew { lock?.forgetIdentity() } else { lock?.recordIdentity(of: path) }
      place = FilePlace(path, keepsLogs: role == .serving)
      // Must be known before SQLite opens the file.
      let isServed = role == .beside && ServingLock.isServed(path)
      pool = try Self.open(path, role: role)
      switch role {
      case .serving:
        try MigrationBackup.takeIfNeeded(pool, of: path)
        try Schema.migrate(pool)
        if isNew { lock?.recordIdentity(of: path) }
      case .beside: try Schema.requireCurrent(pool, of: path, isServed: isServed)
      }
      try Self.insist(onDurability: pool, role)
      receiptKey = try pool.read(ReceiptSigningKey.init)
      let stored = try pool.read(MeasureRules.stored)
      let rules = role == .serving ? MeasureRules(policy) : stored ?? MeasureRules(policy)
      inForce = PolicyInForce(policy, rules: rules)
      commits = GroupCommit(
        pool, at: place, inForce: inForce, keys: keyCache, largest: largestGroup)
    } catch let error as DatabaseError {
      let passing: [ResultCode] = [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL]
      if passing.contains(error.resultCode.primaryResultCode) {
        throw InventoryError(error, of: path) as (any Error)? ?? error
      }
      throw InventoryError(
        .databaseUnusable,
        "Cannot use the database \(path): \(error.message ?? "\(error.resultCode)"). Give another file with --database, or restore a backup."
      )
    }
    try register.importEmbeddedIfEmpty(now: now)
    if role == .serving { try situations.renewIfRulesChanged(now: now) }
  }

  /// Moves the write-ahead log into the file and closes it: from then on it is complete by itself
  /// and may be renamed. Any later use of this store fails.
  ///
  /// - Throws: `DatabaseError` with `SQLITE_BUSY` if it is still in use.
  public func close() throws {
    // On closing, SQLite does this by itself only if no statement is left.
    _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try pool.close()
  }

  /// Evaluated once, before the first use of SQLite.
  private static let configured: Void = inventory_configure_sqlite()

  private static func open(_ path: String, role: Role) throws -> any DatabaseWriter {
    _ = configured
    var configuration = Configuration()
    // A command must outlast a large centre that has just started and renews overtaken measures;
    // SQLite's retries hit the gaps between its writes only now and then.
    configuration.busyMode = .timeout(role == .beside ? 30 : 10)
    configuration.foreignKeysEnabled = true
    configuration.label = "inventory"
    switch role {
    case .serving:
      configuration.maximumReaderCount = 4
      configuration.prepareDatabase { database in
        if !database.configuration.readonly { try FreedPages.prepare(database) }
        try database.execute(sql: "PRAGMA mmap_size = 268435456")
      }
      return try DatabasePool(path: path, configuration: configuration)
    case .beside:
      configuration.prepareDatabase { database in
        // The journal mode stays the file's own: WAL if a centre serves it. A backup has none, so
        // that no log stays behind beside it.
        try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        // For the copies that it makes.
        try FreedPages.prepare(database)
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

  /// Restores `synchronous = FULL`, which `DatabasePool` lowers to NORMAL when it opens: an
  /// acknowledged report must survive a power cut. A command beside may use a file without a
  /// write-ahead log, and EXTRA also syncs the folder from which that file's journal is removed;
  /// with such a log the two are the same.
  private static func insist(onDurability writer: any DatabaseWriter, _ role: Role) throws {
    let (name, number) = role == .serving ? ("FULL", 2) : ("EXTRA", 3)
    try writer.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = \(name)")
      // A full group of reports dirties about 1,000 pages; SQLite's default cache of 2 MB would
      // write them out before the commit, read them back, and write them again.
      try database.execute(sql: "PRAGMA cache_size = -16384")
      let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
      guard level == number else {
        throw InventoryError(
          .databaseUnusable,
          "SQLite's durability setting was not accepted (synchronous \(level ?? -1)).")
      }
    }
  }

  /// Creates the file, readable only by the centre: it contains machines' serial numbers and the
  /// key that signs receipts. Restricts a file that others may read, as earlier versions made it
  /// for its group.
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
          atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      else {
        throw InventoryError(
          .databaseUnusable, "Cannot create the database \(path): check the folder's owner.")
      }
    }
    for file in [path, "\(path)-wal", "\(path)-shm"] {
      var status = stat()
      guard stat(file, &status) == 0, status.st_mode & 0o077 != 0 else { continue }
      // Fails for another user's file, which only that user can restrict.
      chmod(file, status.st_mode & 0o700)
    }
  }
}
