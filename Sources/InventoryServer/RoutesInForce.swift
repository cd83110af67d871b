import Hummingbird
import InventoryStore
import Prioritization
import Synchronization

/// The routes of a centre's addresses, which a new policy replaces: whatever was made by the former
/// one, such as rankings, goes with its routes.
final class RoutesInForce: Sendable {
  private let centre: Centre
  private let shared: SharedResources
  private let listeners: [Centre.Listener]
  private let responders: [Centre.RouteSet: ReplaceableResponder]
  private let digest: Mutex<String?>

  init(
    _ centre: Centre, _ shared: SharedResources, _ listeners: [Centre.Listener]
  ) throws {
    (self.centre, self.shared, self.listeners) = (centre, shared, listeners)
    digest = Mutex(centre.policyDigest)
    responders = try Dictionary(
      uniqueKeysWithValues: Self.routers(of: centre, shared, listeners).map {
        ($0, ReplaceableResponder($1))
      })
  }

  subscript(_ routeSet: Centre.RouteSet) -> ReplaceableResponder {
    // Made for each listener.
    responders[routeSet] ?? ReplaceableResponder(.init(context: CentreContext.self))
  }

  /// Makes a policy the one in force, for requests that begin from now on.
  ///
  /// - Returns: false if it is the one in force.
  /// - Throws: `InventoryError`; nothing is changed then.
  func adopt(_ policy: Policy, digest fresh: String) async throws -> Bool {
    guard digest.withLock({ $0 }) != fresh else { return false }
    let renewed = centre.with(policy, digest: fresh)
    let routers = try Self.routers(of: renewed, shared, listeners)
    try await centre.store.upkeep.adopt(policy, digest: fresh, now: centre.now())
    for (routeSet, router) in routers { responders[routeSet]?.replace(by: router) }
    digest.withLock { $0 = fresh }
    // Readers compute measures by other rules until they are written anew. What prevents that now, such as a
    // full disk, is no fault of the policy: it is tried again every minute.
    _ = try? await centre.store.upkeep.renewOvertaken(now: centre.now())
    return true
  }

  private static func routers(
    of centre: Centre, _ shared: SharedResources, _ listeners: [Centre.Listener]
  ) throws -> [(Centre.RouteSet, Router<CentreContext>)] {
    try listeners.map { listener in
      (
        listener.routeSet,
        try centre.router(listener.routeSet, shared, isEncrypted: listener.tls != nil)
      )
    }
  }
}
