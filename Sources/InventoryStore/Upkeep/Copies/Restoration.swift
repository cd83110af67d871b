public import Foundation
import GRDB
import Glibc

/// Puts a backup in the place of an inventory.
public struct Restoration: Sendable {
  public struct Result: Sendable, Equatable {
    public var verification: Verification
    /// The path of the replaced file; nil if there was none.
    public var replaced: String?
    /// Number of machines enrolled since the backup that were carried over.
    public var carriedMachines: Int
    /// Number of decisions since the backup that were carried over; nil if they are unknown,
    /// because the replaced file is missing, unreadable or another centre's.
    public var carriedDecisions: Int?
    /// Names of users who were added since the backup, and are not in it.
    public var missingUsers: [String]
    /// Whether users can sign in, but no administrator.
    public var lacksAdministrator: Bool
  }

  /// The backup.
  let file: String
  /// The inventory that it replaces.
  let path: String
  /// Whether the backup may be another centre's.
  let mayBeOther: Bool
  /// Whether the inventory may be created if there is none.
  let mayBeNew: Bool

  public init(
    of file: String, to path: String, mayBeOther: Bool = false, mayBeNew: Bool = false
  ) {
    (self.file, self.mayBeOther, self.mayBeNew) = (file, mayBeOther, mayBeNew)
    self.path = InventoryFile.target(of: path)
  }

  /// Copies the backup beside the inventory, verifies the copy, and puts it in the inventory's
  /// place in one step. The replaced file stays, under a name with the time.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable` if a centre is running, if there is
  ///   nothing to replace and that is not allowed, or if the backup comes from a later version;
  ///   `argumentMalformed` if it is damaged, or another centre's; `databaseFull`. Nothing has
  ///   changed then.
  public func run(by actor: Actor = .systemUser(), now: Date) throws -> Result {
    let source = RestoredSource(file)
    try source.requireBackup(for: path)
    try ServingLock.requireUnserved(path)
    let isThere = (FileSize.of(path) ?? 0) > 0
    guard isThere || mayBeNew else {
      throw InventoryError(
        .databaseUnusable,
        "There is no inventory at \(path), so nothing was restored: give the centre's with --database (that of the package's service is /var/lib/commune-inventory/inventory.sqlite), or add --new to make it there, as on a new computer."
      )
    }
    let lock = isThere ? try ServingLock(path) : nil
    defer { withExtendedLifetime(lock) {} }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let temporary =
      "\(folder)/.\(URL(fileURLWithPath: path).lastPathComponent).\(UUID().uuidString.prefix(8))"
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
    TemporaryFiles.add(temporary)
    defer {
      TemporaryFiles.remove(temporary)
      for suffix in SQLiteLogs.suffixes { unlink(temporary + suffix) }
    }
    try requireRoom()
    try source.copy(to: temporary, beside: path)
    let verification = try WorkProgress.reading(temporary, times: 2, from: 0.3) {
      try verify(temporary)
    }
    var result = Result(
      verification: verification, replaced: nil, carriedMachines: 0, carriedDecisions: nil,
      missingUsers: [], lacksAdministrator: false)
    guard isThere else {
      try finish(temporary, besides: nil, by: actor, now: now, &result)
      try TemporaryFiles.finishing { try put(temporary, isThere: false, now) }
      return result
    }
    let replaced = replacedPath(now)
    guard !FileManager.default.fileExists(atPath: replaced) else {
      throw InventoryError(.argumentMalformed, "\(replaced) already exists: try again in a second.")
    }
    result.replaced = replaced
    try withPresent { present in
      do {
        if let present, !mayBeOther { try requireSameCentre(present) }
        try finish(
          temporary, besides: mayBeOther ? nil : present, by: actor, now: now, &result)
      } catch let error as DatabaseError where Self.isDamage(error) {
        // The copy is sound, so the present file is damaged: it opens, but cannot be read.
        try finish(temporary, besides: nil, by: actor, now: now, &result)
      }
      try TemporaryFiles.finishing { try put(temporary, isThere: true, now) }
    }
    return result
  }

  private static func isDamage(_ error: DatabaseError) -> Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR].contains(error.resultCode.primaryResultCode)
  }

  private func verify(_ copy: String) throws -> Verification {
    var fault: String?
    do {
      let verification = try Verification.check(copy)
      if verification.faults.isEmpty { return verification }
      fault = verification.faults[0]
    } catch let error as InventoryError {
      fault = error.message.contains("malformed") ? "malformed" : error.message
    }
    throw InventoryError(
      .argumentMalformed,
      "The backup \(file) is damaged (\(fault ?? "-")): nothing was changed. Try an earlier one.")
  }

  /// Runs `work` while no other process can open the present file; with nil if the file cannot be
  /// read.
  private func withPresent<Value>(_ work: (Database?) throws -> Value) throws -> Value {
    guard try presentCanBeOpened() else { return try work(nil) }
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    let queue: DatabaseQueue
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      // Without a log of its own beside it, the file can be renamed while it is open.
      try queue.writeWithoutTransaction { database in
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
        guard mode == "delete" else { throw DatabaseError(resultCode: .SQLITE_BUSY) }
      }
    } catch let error as DatabaseError {
      guard ![.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode.primaryResultCode) else {
        throw InventoryError(
          .busy, "Another program is using the database \(path): end it, then try again.")
      }
      return try work(nil)
    }
    return try queue.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN EXCLUSIVE")
      defer { try? database.execute(sql: "ROLLBACK") }
      return try work(database)
    }
  }

  /// Checked first, since SQLite would delete the log of a file that it does not recognize.
  private func presentCanBeOpened() throws -> Bool {
    do {
      return try InventoryFile.isThere(path)
    } catch let error as InventoryError where error.code == .databaseUnusable {
      switch error.otherFile {
      case .laterVersion: return true
      case .foreign: throw error
      case nil: return false
      }
    }
  }

  private func requireSameCentre(_ present: Database) throws {
    var configuration = Configuration()
    configuration.readonly = true
    let answer = try DatabaseQueue(path: file, configuration: configuration).read {
      try CentreIdentity.compare(present, $0)
    }
    if case .same = answer { return }
    let isEmpty = try Int.fetchOne(present, sql: "SELECT count(*) FROM machine") == 0
    // A new inventory, made to restore into, has nothing to lose.
    if isEmpty, try Int.fetchOne(present, sql: "SELECT count(*) FROM user") == 0 { return }
    throw InventoryError(
      .argumentMalformed,
      "The backup \(file) is not of this centre, whose database is \(path): nothing was changed. If you want it nevertheless, add --from-another-centre."
    )
  }

  /// Carries over what the restored file lacks, and adds the restore to its audit log.
  ///
  /// - Returns: number of machines carried over.
  private func finish(
    _ temporary: String, besides present: Database?, by actor: Actor, now: Date,
    _ result: inout Result
  ) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    let queue = try DatabaseQueue(path: temporary, configuration: configuration)
    let replaced = result.replaced.map { URL(fileURLWithPath: $0).lastPathComponent } ?? "-"
    result = try queue.write { [result] database in
      var result = result
      try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
      var decisions: CarriedDecisions?
      if let present, case .same(let parting) = try CentreIdentity.compare(present, database) {
        decisions = CarriedDecisions(
          present: present, restored: database, parting: parting, replaced: replaced, now: now)
        result.carriedMachines =
          try CarriedEnrolments(present: present, restored: database).carry()
        for name in ["believedTime", "clockConfirmed"] {
          if let value = try StoredSetting.read(name, present) {
            try StoredSetting.write(name, value, database)
          }
        }
        try CarriedLetters(present: present, restored: database).carry()
      } else {
        try CarriedLetters.doubt(in: database)
      }
      try AuditLog.append(
        .restored, "database",
        [
          .file: .init(URL(fileURLWithPath: file).lastPathComponent),
          .replaced: .init(replaced), .machines: .init(result.carriedMachines),
        ], by: actor, at: now, database)
      // After the entry above, by which ``CentreIdentity`` recognizes a diverging log.
      result.carriedDecisions = try decisions?.carry()
      result.missingUsers = try decisions?.missingUsers() ?? []
      try RestoredAccess.end(in: database, openStill: decisions?.present)
      result.lacksAdministrator = try RestoredAccess.lacksAdministrator(database)
      return result
    }
    try queue.close()
    try CopiedFile.sync(temporary)
  }

  /// Puts the file in its place; at every moment there is a complete inventory there.
  private func put(_ temporary: String, isThere: Bool, _ now: Date) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let replaced = replacedPath(now)
    var status = stat()
    if isThere, stat(path, &status) == 0 {
      _ = fchmodat(AT_FDCWD, temporary, status.st_mode & 0o777, 0)
      _ = chown(temporary, status.st_uid, status.st_gid)
      guard link(path, replaced) == 0 else { throw CopiedFile.failure(replaced, errno) }
    } else {
      _ = chmod(temporary, 0o600)
      if stat(folder, &status) == 0 { _ = chown(temporary, status.st_uid, status.st_gid) }
    }
    // The log of a file that could not be opened, or is gone; left there, it would be taken for the
    // new file's.
    let logs = SQLiteLogs.suffixes.filter { FileSize.of(path + $0) != nil }
    for suffix in logs {
      guard link(path + suffix, replaced + suffix) == 0 else {
        throw CopiedFile.failure(replaced + suffix, errno)
      }
    }
    try CopiedFile.sync(folder)
    for suffix in logs { unlink(path + suffix) }
    guard rename(temporary, path) == 0 else { throw CopiedFile.failure(path, errno) }
    try CopiedFile.sync(folder)
  }

  private func requireRoom() throws {
    let size = FileSize.of(file) ?? 0
    guard let free = FileSize.free(at: path), free < size + size / 10 else { return }
    throw InventoryError(
      .databaseFull,
      "Restoring needs \((size + size / 10) / 1_000_000 + 1) MB free beside \(path), but only \(free / 1_000_000) MB are free: make room there, then try again."
    )
  }

  /// The name under which the replaced file stays.
  private func replacedPath(_ now: Date) -> String { "\(path).replaced-\(Self.stamp(now))" }

  /// `20261129T141500Z`.
  static func stamp(_ now: Date) -> String {
    String(now.formatted(.iso8601).filter { !"-:".contains($0) })
  }
}
