import Foundation
import Glibc
public import InventoryStore
import Synchronization

/// Whether the inventory's disk has room for agents' data. Below the limit only agents are refused:
/// people can still read and decide, and there is room for that.
public final class DiskSpace: Sendable {
  /// Seconds for which the free space is cached.
  private static let seconds = 1.0
  static let retryAfterSeconds = 120

  /// Bytes free to this user, and of the whole disk.
  struct Space: Sendable, Equatable {
    var free: Int64
    var total: Int64
  }

  let settings: DiskSettings
  private let path: String
  private let last = Mutex<(space: Space?, at: Double)>((nil, -Double.infinity))

  /// - Parameter path: The inventory's file.
  public init(_ settings: DiskSettings, path: String) {
    self.settings = settings
    self.path = path
  }

  /// nil if the space cannot be determined.
  var space: Space? {
    last.withLock { last in
      let now = MonotonicSeconds.now()
      if now - last.at < Self.seconds { return last.space }
      var found = statvfs()
      let space =
        statvfs(path, &found) == 0
        ? Space(
          free: Int64(found.f_bavail) * Int64(found.f_frsize),
          total: Int64(found.f_blocks) * Int64(found.f_frsize)) : nil
      last = (space, now)
      return space
    }
  }

  var isLow: Bool { space.map { $0.free < least(of: $0) } ?? false }

  /// Bytes that must be free.
  func least(of space: Space) -> Int64 {
    max(
      space.total / 100 * Int64(settings.leastFreePercent),
      Int64(settings.leastFreeMegabytes) * 1_000_000)
  }

  /// For a command that imports reports from files.
  ///
  /// - Throws: ``InventoryError`` with `databaseFull` if there is not enough room.
  public func requireForImport() throws {
    guard isLow else { return }
    throw InventoryError(
      .databaseFull,
      "The disk of \(path) is nearly full: make room there, then import again. What was imported is kept."
    )
  }

  /// - Throws: ``ServerError`` with `busy` if there is not enough room.
  func require() throws {
    guard isLow else { return }
    throw ServerError(
      .busy, "The server's disk is nearly full: keep the report and try later.",
      retryAfterSeconds: Self.retryAfterSeconds)
  }
}
