import Glibc
import Synchronization

/// Files that are removed if a signal ends the process while it makes them.
public enum TemporaryFiles {
  private static let paths = Mutex<Set<String>>([])

  public static func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }

  /// Removes a file, if it is still there.
  public static func remove(_ path: String) {
    paths.withLock { paths in
      unlink(path)
      paths.remove(path)
    }
  }

  /// Runs the steps that put a finished file into its place: ``removeAll(then:)`` waits for their
  /// end.
  public static func finishing<Value>(_ steps: () throws -> Value) rethrows -> Value {
    try paths.withLock { _ in try steps() }
  }

  /// Removes all of them and ends the process; none can be added meanwhile.
  public static func removeAll(then end: () -> Never) -> Never {
    paths.withLock { paths in
      for path in paths {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
      }
      end()
    }
  }
}
