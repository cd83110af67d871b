/// The files that SQLite keeps beside a database and finds by their names: left beside another file
/// of the same name, they would be taken for its own.
enum SQLiteLogs {
  static let suffixes = ["-wal", "-shm", "-journal"]

  /// A log with changes that may be missing from the file.
  ///
  /// - Parameter path: of the file itself, with symbolic links resolved.
  static func left(beside path: String) -> String? {
    ["-wal", "-journal"].map { path + $0 }.first { (FileSize.of($0) ?? 0) > 0 }
  }
}
