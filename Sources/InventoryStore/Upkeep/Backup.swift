import Foundation
import GRDB
import Glibc

extension InventoryStore.Upkeep {
  /// Copies the inventory at one moment into a new file, while others serve and write. The copy is
  /// complete, on disk and verified when this returns.
  ///
  /// - Returns: the result of verifying the copy.
  /// - Throws: ``InventoryError`` with `argumentMalformed` if `destination` exists, `databaseFull`
  ///   if the disk is full or failing. No partial copy is left behind.
  public func backUp(to destination: String) async throws -> Verification {
    guard !FileManager.default.fileExists(atPath: destination) else {
      throw InventoryError(
        .argumentMalformed, "\(destination) already exists: choose a new file for the backup.")
    }
    let url = URL(fileURLWithPath: destination)
    let folder = url.deletingLastPathComponent().path
    let temporary = "\(folder)/.\(url.lastPathComponent).\(UUID().uuidString.prefix(8))"
    defer { unlink(temporary) }
    do {
      // Created before SQLite opens it, so that no other user can read it at any moment.
      try Self.makePrivateFile(temporary)
      try await store.pool.vacuum(into: temporary)
      let verification = try Verification.check(temporary)
      guard verification.faults.isEmpty else { return verification }
      try Self.sync(temporary)
      // link instead of rename, so that a file created meanwhile is not overwritten.
      guard link(temporary, destination) == 0 else { throw Self.failure(destination, errno) }
      try Self.sync(folder)
      return verification
    } catch let error as DatabaseError {
      throw InventoryError(error) as (any Error)?
        ?? InventoryError(
          .databaseFull,
          "Cannot write the backup \(destination): \(error.message ?? "\(error.resultCode)").")
    }
  }

  private static func makePrivateFile(_ path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw failure(path, errno) }
    close(file)
  }

  private static func sync(_ path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path, errno) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure(path, errno) }
  }

  private static func failure(_ path: String, _ number: Int32) -> InventoryError {
    InventoryError(
      number == EEXIST ? .argumentMalformed : .databaseFull,
      "Cannot write the backup \(path): \(String(cString: strerror(number))).")
  }
}
