import Foundation
import Synchronization

/// The lock of the one process that serves an inventory: two writers that checkpoint could damage
/// its WAL. The system releases it when the process ends, however it ends.
///
/// The file itself is locked, by device and inode, so that a symbolic or hard link is the same
/// inventory under another name. A second file, named after it, is locked as well; it tells a
/// command under which name the inventory is served.
final class ServingLock: Sendable {
  /// The inventories that this process serves. Opening and closing such a file again would release
  /// SQLite's own locks on it, since POSIX locks belong to the process.
  private static let served = Mutex<Set<FileIdentity>>([])

  private static let maximumAttempts = 5

  private let identity: FileIdentity
  /// Of the inventory, and of the file beside it.
  private let descriptors: [Int32]

  /// - Throws: ``InventoryError`` with `databaseUnusable` if another process holds it.
  init(_ path: String) throws {
    let taken = Self.taken(path)
    guard let identity = FileIdentity(path),
      Self.served.withLock({ $0.insert(identity).inserted })
    else { throw taken }
    do {
      let file = try Self.lock(path, of: path, else: taken)
      do {
        descriptors = [file, try Self.lock(Self.name(beside: path), of: path, else: taken)]
      } catch {
        close(file)
        throw error
      }
    } catch {
      Self.served.withLock { _ = $0.remove(identity) }
      throw error
    }
    self.identity = identity
  }

  deinit {
    for descriptor in descriptors { close(descriptor) }
    Self.served.withLock { _ = $0.remove(identity) }
  }

  private static func taken(_ path: String) -> InventoryError {
    InventoryError(
      .databaseUnusable,
      "Another server is using the database \(path): stop it first, or give another --database.")
  }

  /// Refuses a file that another process serves, before SQLite opens it, perhaps under another
  /// name.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`.
  static func requireUnserved(_ path: String) throws {
    if isServedByIdentity(path) { throw taken(path) }
  }

  /// Refuses to create an inventory under a name from which one is served whose file was moved away
  /// meanwhile: nothing must lie in its place when it comes back.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`.
  static func requireUnservedName(_ path: String) throws {
    if isLocked(InventoryFile.target(of: path) + "-serving") { throw taken(path) }
  }

  /// Refuses to write beside a centre that serves the inventory under another name: a hard link has
  /// its own WAL.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`.
  static func requireSameName(_ path: String) throws {
    guard isServedByIdentity(path), !isLocked(name(beside: path)) else { return }
    throw InventoryError(
      .databaseUnusable,
      "A centre serves the inventory \(path) under another name: use the name that it was started with."
    )
  }

  /// Whether a process serves the file; an earlier version is recognized by the name alone.
  static func isServed(_ path: String) -> Bool {
    isServedByIdentity(path) || isLocked(path + "-serving") || isLocked(name(beside: path))
  }

  /// Whether a process has ever served a file of that name: its lock file stays beside it.
  ///
  /// - Parameter path: with symbolic links resolved.
  static func wasServed(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "-serving")
  }

  /// Whether a process has served a file of that name that held an inventory: what it recorded
  /// stays beside it.
  ///
  /// - Parameter path: with symbolic links resolved.
  static func hasServedWhole(_ path: String) -> Bool {
    var status = stat()
    return stat(path + "-serving", &status) == 0 && status.st_size > 0
  }

  private static func isServedByIdentity(_ path: String) -> Bool {
    guard let identity = FileIdentity(path) else { return false }
    return served.withLock { $0.contains(identity) } || isLocked(path)
  }

  private static func isLocked(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // Any other error says that the file system has no locks.
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// - Parameter inventory: The path of the inventory that the lock file belongs to.
  private static func lock(
    _ path: String, of inventory: String, else taken: InventoryError
  ) throws -> Int32 {
    let descriptor = try LockFile.open(path, of: inventory)
    // A command that only checks the lock holds it for an instant.
    for attempt in 1...maximumAttempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
      if attempt < maximumAttempts { usleep(20_000) }
    }
    close(descriptor)
    throw taken
  }

  /// The path of the file beside an inventory, with symbolic links resolved.
  private static func name(beside path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path + "-serving" }
    defer { free(resolved) }
    return String(cString: resolved) + "-serving"
  }
}

extension ServingLock {
  /// Writes into the file beside the inventory which file it is, for ``requireOwnLog(_:)``.
  func recordIdentity(of path: String) {
    guard let beside = descriptors.last else { return }
    // Without an identity, a later start still knows that there was an inventory.
    let text = Array("\(FileIdentity.lasting(path) ?? "")\n".utf8)
    // Without any of it, a later start merely cannot tell.
    guard ftruncate(beside, 0) == 0 else { return }
    _ = pwrite(beside, text, text.count, 0)
  }

  /// Forgets the file that was served before, since a new one is begun in its place.
  func forgetIdentity() {
    if let beside = descriptors.last { _ = ftruncate(beside, 0) }
  }

  /// Records which file lies at a path, if it was brought here since a centre last served it and
  /// nobody does now: the log that a command is about to leave beside it is then known as its own.
  static func recordIdentityIfMoved(of path: String) {
    let beside = name(beside: path)
    let target = String(beside.dropLast("-serving".count))
    guard SQLiteLogs.left(beside: target) == nil, let recorded = recordedIdentity(beside),
      let present = FileIdentity.lasting(target), recorded != present
    else { return }
    // Whoever serves it has recorded it, and holds this lock.
    _ = try? ServingLock(path).recordIdentity(of: path)
  }

  /// - Parameter beside: The file beside the inventory.
  private static func recordedIdentity(_ beside: String) -> Substring? {
    guard let text = try? String(contentsOfFile: beside, encoding: .utf8) else { return nil }
    return text.split(whereSeparator: \.isNewline).first
  }

  /// Refuses an inventory beside which lies the log of the file that was served from there before:
  /// SQLite would take its pages for this file's, and ruin it without a word.
  ///
  /// - Throws: ``InventoryError`` with `databaseUnusable`.
  static func requireOwnLog(_ path: String) throws {
    let beside = name(beside: path)
    let target = String(beside.dropLast("-serving".count))
    guard let log = SQLiteLogs.left(beside: target), let served = recordedIdentity(beside),
      let present = FileIdentity.lasting(target), served != present
    else { return }
    throw InventoryError(
      .databaseUnusable,
      "The file \(log) may hold changes of another inventory, which was served from \(target) before it was replaced: together they would be damaged. If you brought both files here together, remove \(beside). Otherwise put that inventory back; if you move \(log) away instead, what it holds is lost."
    )
  }
}
