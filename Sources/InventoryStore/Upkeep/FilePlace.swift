import Foundation
import GRDB
import Synchronization

/// Whether the inventory that is open is still the file at its path, with its logs beside it.
///
/// SQLite goes on with a file that was moved, deleted or replaced: what it then stores is in no
/// file that anyone will open again. So each transaction asks twice, before its first change and
/// after its commit: nothing is acknowledged that is not, at that moment, in the file at the path.
/// That takes some microseconds for two or six calls of `stat`; the disk takes a hundred times as
/// long to sync. Asked only once a second, the reports of that second would be lost.
final class FilePlace: Sendable {
  private let path: String
  /// By path; a log is known once it is there for the first time.
  private let known: Mutex<[String: FileIdentity]>
  /// The logs that a serving process keeps until it ends.
  private let logs: [String]

  /// - Parameter keepsLogs: whether the file is open in WAL mode until the process ends.
  init(_ path: String, keepsLogs: Bool) {
    self.path = path
    let target = realpath(path, nil).map { resolved in
      defer { free(resolved) }
      return String(cString: resolved)
    }
    logs = keepsLogs ? ["-wal", "-shm"].map { (target ?? path) + $0 } : []
    known = Mutex(FileIdentity(path).map { [path: $0] } ?? [:])
  }

  /// Whether everything is where it was.
  var isUnchanged: Bool {
    known.withLock { known in
      for file in [path] + logs {
        let present = FileIdentity(file)
        if let before = known[file] {
          guard before == present else { return false }
        } else {
          known[file] = present
        }
      }
      return true
    }
  }

  /// - Throws: `DatabaseError` with the code that SQLite has for this.
  func require() throws {
    guard isUnchanged else { throw DatabaseError(resultCode: .SQLITE_READONLY_DBMOVED) }
  }
}
