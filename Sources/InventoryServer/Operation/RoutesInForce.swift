import Hummingbird
import InventoryStore
import Prioritization
import Synchronization

/// The routes of a centre's addresses, which a new policy replaces: everything derived from the old
/// one, such as rankings, is discarded with its routes.
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
    // Created for each listener.
    responders[routeSet] ?? ReplaceableResponder(.init(context: CentreContext.self))
  }

  /// Puts a policy in force, for requests that begin from now on.
  ///
  /// - Returns: false if it is already in force.
  /// - Throws: `InventoryError`, in which case nothing has changed.
  func adopt(_ policy: Policy, digest fresh: String) async throws -> Bool {
    guard digest.withLock({ $0 }) != fresh else { return false }
    let renewed = centre.with(policy, digest: fresh)
    let routers = try Self.routers(of: renewed, shared, listeners)
    try await centre.store.upkeep.adopt(policy, digest: fresh, now: centre.now())
    for (routeSet, router) in routers { responders[routeSet]?.replace(by: router) }
    digest.withLock { $0 = fresh }
    // Readers compute measures whose definition changed until these are rewritten. If that fails
    // now, for instance because the disk is full, the policy is not at fault: it is retried every
    // minute.
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
