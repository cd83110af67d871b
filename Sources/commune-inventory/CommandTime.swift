import Foundation
import InventoryStore
import Synchronization

/// The time that a command records: the wall clock's, unless that has leapt from what the inventory
/// knows.
enum CommandTime {
  private static let clock = Mutex<BelievedClock?>(nil)

  /// Called once the inventory is open.
  static func follow(_ store: InventoryStore) {
    let known = try? store.upkeep.clock()
    clock.withLock { $0 = known }
  }

  static var now: Date { clock.withLock { $0 }?.now() ?? Date() }
}
