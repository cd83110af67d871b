import Foundation
import Hummingbird
import InventoryFixtures
import InventoryStore
import Logging
import Testing

@testable import InventoryServer

/// The routes that a centre has, as its router knows them.
enum CentreRoutes {
  static func all() throws -> [(method: String, path: String)] {
    let file = try EmptyInventory.make()
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let policy = try #require(EmptyInventory.policy)
    let store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: Date())
    let limits = CentreLimits()
    let centre = Centre(store: store, policy: policy, logger: Logger(label: "test"), limits: limits)
    let router = try centre.routes(
      .all, SharedResources(limits, store: store, clock: .system), isEncrypted: false,
      forms: FormPages())
    return router.routes.map { ($0.method.rawValue, "\($0.path)") }
  }
}
