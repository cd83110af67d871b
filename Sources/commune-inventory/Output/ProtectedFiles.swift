// `stat` is declared in the C modules of several of these: see ResultFile.
import CDispatch
import CentreConfiguration
import CoreFoundation
import Foundation
import Glibc
import InventoryStore

/// Files that a result must never replace: inventories, whatever their names, and what a centre
/// needs to run.
enum ProtectedFiles {
  /// Refuses to write a result to `path` before anything of it is written.
  ///
  /// - Parameter files: what the command and the centre's settings name.
  /// - Throws: ``Failure`` with `badInput`.
  static func refuse(_ path: String, among files: [String]) throws {
    let target = resolved(path)
    if let inventory = companionOf(target), isInventory(inventory) {
      throw Failure(
        Failure.badInput,
        "Cannot write \(path): it belongs to the inventory \(inventory), name another file.")
    }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    guard !isInventory(path) else {
      throw Failure(
        Failure.badInput,
        "Cannot write \(path): it is an inventory or its log, and would be lost; name another file."
      )
    }
    for file in files {
      var other = stat()
      guard stat(file, &other) == 0, (other.st_dev, other.st_ino) == (status.st_dev, status.st_ino)
      else { continue }
      throw Failure(
        Failure.badInput,
        "Cannot write \(path): the centre or this command reads that file; name another.")
    }
  }

  /// The inventory to which a file belongs by its name, as SQLite and `serve` name them.
  private static func companionOf(_ path: String) -> String? {
    ["-wal", "-shm", "-journal", "-serving", "-letters"].first(where: path.hasSuffix).map {
      String(path.dropLast($0.count))
    }
  }

  /// Whether a file begins as an SQLite database or its log does.
  private static func isInventory(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { return false }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = read(file, &bytes, bytes.count)
    let isLog =
      count >= 4 && Array(bytes.prefix(3)) == [0x37, 0x7F, 0x06] && bytes[3] | 1 == 0x83
    return count == 16 && bytes == Array("SQLite format 3\0".utf8) || isLog
  }

  /// The file itself, behind all links, whether or not it exists.
  private static func resolved(_ path: String) -> String {
    let target = InventoryFile.target(of: path)
    guard let real = realpath(target, nil) else { return target }
    defer { free(real) }
    return String(cString: real)
  }
}

extension GlobalOptions {
  /// The database, the settings and the files that they name: see ``ProtectedFiles``.
  var protectedFiles: [String] {
    // Settings that cannot be read are the command's to report, if it needs them.
    let settings = try? self.settings()
    let inventory = try? path
    let named = [
      inventory, inventory.map { "\($0)-wal" }, inventory.map { "\($0)-shm" },
      inventory.map { "\($0)-serving" },
      config ?? CentreSettings.fileOf(ProcessInfo.processInfo.environment),
      settings?.policy, settings?.mail, settings?.tlsCertificate, settings?.tlsKey,
      settings?.agentsTLSCertificate, settings?.agentsTLSKey, settings?.tlsCA,
    ]
    return named.compactMap(\.self)
  }
}
