import Foundation
import GRDB

/// The file from which an inventory is restored: judged, then copied as it is, without its logs.
struct RestoredSource {
  /// As the user named it, for errors.
  let file: String
  /// The file itself, beside which its logs are.
  private let target: String

  init(_ file: String) {
    (self.file, target) = (file, InventoryFile.target(of: file))
  }

  /// - Parameter path: the inventory that it replaces.
  /// - Throws: ``InventoryError`` with `argumentMalformed` unless the file is a backup that is
  ///   complete by itself, `databaseUnusable` if it comes from a later version.
  func requireBackup(for path: String) throws {
    guard access(file, R_OK) == 0 else {
      let cause = errno
      throw InventoryError(
        .argumentMalformed,
        cause == ENOENT
          ? "The backup \(file) does not exist: name another file."
          : "Cannot read the backup \(file): \(String(cString: strerror(cause))). Run the command as a user who may read it."
      )
    }
    guard try !isSameFile(as: path) else {
      throw InventoryError(.argumentMalformed, "\(file) is the database itself: name a backup.")
    }
    try requireComplete()
    do {
      try InventoryFile.requireReadable(file)
    } catch let error as InventoryError
      where error.code == .databaseUnusable && error.otherFile != .laterVersion
    {
      throw InventoryError(
        .argumentMalformed,
        "\(file) is not a readable backup of an inventory: name another file.")
    }
  }

  /// Refuses a file that is served, or that some program left with changes in a log beside it: they
  /// would be missing from the copy.
  private func requireComplete() throws {
    guard !ServingLock.isServed(target) else {
      throw InventoryError(
        .argumentMalformed,
        "\(file) is in use and is not a backup: make one of it with commune-inventory backup.")
    }
    if let log = SQLiteLogs.left(beside: target) {
      throw InventoryError(
        .argumentMalformed,
        "\(file) is not complete by itself: a program that used it has left \(log) beside it. Make a backup of both with commune-inventory backup FILE --database \(ShellWord.quoted(file)), and restore that."
      )
    }
  }

  private func isSameFile(as path: String) throws -> Bool {
    var (one, other) = (stat(), stat())
    return stat(file, &one) == 0 && stat(path, &other) == 0 && one.st_ino == other.st_ino
      && one.st_dev == other.st_dev
  }

  /// Copies the file while no program can change it.
  ///
  /// - Parameters:
  ///   - temporary: where to; there must be no such file.
  ///   - path: the inventory that it replaces, for errors.
  func copy(to temporary: String, beside path: String) throws {
    try CopiedFile.create(temporary)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    do {
      let queue = try DatabaseQueue(path: file, configuration: configuration)
      try WorkProgress.watching(temporary, grow: FileSize.of(file) ?? 0, to: 0.3) {
        try queue.read { database in
          // The first statement begins the read, until whose end others' writes wait.
          _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
          try copyBytes(to: temporary, beside: path)
        }
      }
    } catch let error as DatabaseError {
      throw InventoryError(error, of: file) as (any Error)? ?? error
    }
  }

  private func copyBytes(to temporary: String, beside path: String) throws {
    let source = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
    let target = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
    defer {
      try? source.close()
      try? target.close()
    }
    do {
      while let part = try source.read(upToCount: 1 << 20), !part.isEmpty {
        try target.write(contentsOf: part)
      }
    } catch {
      throw InventoryError(
        .databaseFull, "Cannot copy \(file) beside \(path): make room there, then try again.")
    }
  }
}
