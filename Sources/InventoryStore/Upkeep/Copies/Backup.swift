import Foundation
import GRDB
import Glibc

extension InventoryStore.Upkeep {
  /// Copies the inventory at one moment into a new file, while others serve and write. The copy is
  /// complete, on disk and verified when this returns.
  ///
  /// - Returns: the result of verifying the copy; if it has faults, no copy is left.
  /// - Throws: ``InventoryError`` with `argumentMalformed` if `destination` or a log beside it exists,
  ///   or cannot be written, `databaseFull` if the disk is full or failing. No partial copy is left behind.
  public func backUp(to destination: String) async throws -> Verification {
    let taken =
      FileManager.default.fileExists(atPath: destination)
      ? destination : SQLiteLogs.left(beside: destination)
    if let taken {
      throw InventoryError(
        .argumentMalformed, "\(taken) already exists: choose a new file for the backup.")
    }
    let url = URL(fileURLWithPath: destination)
    let folder = url.deletingLastPathComponent().path
    let temporary = "\(folder)/.\(url.lastPathComponent).\(UUID().uuidString.prefix(8))"
    // A folder that this user may not enter is told of when the copy is created.
    guard access(folder, F_OK) == 0 || errno != ENOENT else {
      throw InventoryError(
        .argumentMalformed,
        "The folder \(folder) does not exist: create it, or choose another place for the backup.")
    }
    TemporaryFiles.add(temporary)
    defer { TemporaryFiles.remove(temporary) }
    do {
      try CopiedFile.create(temporary, for: destination)
      try copy(to: temporary)
      let verification = try WorkProgress.reading(temporary, times: 2, from: 0.5) {
        try Verification.check(temporary)
      }
      guard verification.faults.isEmpty else { return verification }
      try CopiedFile.sync(temporary, for: destination)
      // link instead of rename, so that a file created meanwhile is not overwritten.
      guard link(temporary, destination) == 0 else { throw CopiedFile.failure(destination, errno) }
      try CopiedFile.sync(folder)
      return verification
    } catch let error as DatabaseError {
      throw InventoryError(
        .databaseFull,
        "Cannot write the backup \(destination): \(error.message ?? "\(error.resultCode)"). Free space there, or choose another place."
      )
    }
  }

  private func copy(to path: String) throws {
    try WorkProgress.watching(path, grow: FileSize.of(store.path) ?? 0, to: 0.5) {
      try store.pool.vacuum(into: path)
    }
  }
}
