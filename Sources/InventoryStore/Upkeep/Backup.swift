public import Foundation
import GRDB
import Glibc

extension InventoryStore {
  /// Copies the inventory as it is at one moment into a new file, while others serve and write; the
  /// copy is whole, on disk and checked when this returns.
  ///
  /// - Returns: what the check of the copy found.
  /// - Throws: ``InventoryError`` with `argumentMalformed` where `destination` exists,
  ///   `databaseFull` where the disk is in the way. No half copy is left behind.
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
      // Before SQLite opens it, so that nobody else may read it at any moment.
      try Self.makePrivateFile(temporary)
      try await pool.vacuum(into: temporary)
      let verification = try Verification.check(temporary)
      guard verification.faults.isEmpty else { return verification }
      try Self.sync(temporary)
      // link, not rename: what came to stand there meanwhile is not overwritten.
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
