public import Foundation
public import InventoryStore
public import Prioritization

/// An empty inventory, open as in the serving process; its folder is removed with the last
/// reference.
open class TemporaryInventory {
  /// When it was opened.
  public static let start = Date(timeIntervalSince1970: 1_795_000_000)

  public let folder: URL
  public let store: InventoryStore
  public let policy: Policy

  public var path: String { folder.appending(path: "inventory.sqlite").path }

  public init() throws {
    guard let policy = EmptyInventory.policy else { throw CocoaError(.fileReadCorruptFile) }
    let file = try EmptyInventory.make()
    self.policy = policy
    folder = file.deletingLastPathComponent()
    store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: Self.start)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
