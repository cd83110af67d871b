public import Foundation
import Hummingbird
import HummingbirdCore
public import InventoryStore
public import Logging
import NIOCore
public import Prioritization
import UnixSignals

/// The centre as a server: the agents' door and the planners' door on one address.
public struct Centre: Sendable {
  /// Connections that say nothing for as long are closed.
  static let idleTimeout = TimeAmount.seconds(30)

  let store: InventoryStore
  let policy: Policy
  let logger: Logger
  let now: @Sendable () -> Date

  public init(
    store: InventoryStore, policy: Policy, logger: Logger,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.store = store
    self.policy = policy
    self.logger = logger
    self.now = now
  }

  /// Serves until the surrounding task is cancelled or a signal ends it.
  ///
  /// - Parameters:
  ///   - name: the address to listen on, `127.0.0.1`.
  ///   - port: 0 lets the system choose.
  ///   - whenListening: told the port once connections are accepted.
  /// - Throws: ``ListeningError`` where the address cannot be had.
  public func serve(
    on name: String, port: Int,
    whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) async throws {
    let application = Application(
      router: try router(),
      server: .http1(configuration: .init(idleTimeout: Self.idleTimeout)),
      configuration: ApplicationConfiguration(
        address: .hostname(name, port: port), serverName: nil),
      onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) },
      logger: logger)
    do {
      try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
    } catch let error as IOError {
      throw ListeningError(address: "\(name):\(port)", error)
    }
  }

  func router() throws -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self)
    router.add(
      middleware: ContentSecurityMiddleware(contentSecurityPolicy: [
        .defaultSrc(.none), .styleSrc(.self), .imgSrc(.self), .formAction(.self),
        .baseURI(.none), .frameAncestors(.none),
      ]))
    router.add(middleware: ProblemMiddleware())
    EnrolmentRoutes(store: store, now: now).add(to: router)
    ReportRoutes(store: store, now: now).add(to: router)
    KeyRoutes(store: store, now: now).add(to: router)
    HealthRoutes(store: store).add(to: router)
    let templates = try PageTemplates()
    let cache = RankingCache(
      source: RankingSource(store: store, policy: policy), messages: templates.messages, now: now)
    RankingRoutes(cache: cache).add(to: router)
    PageRoutes(store: store, cache: cache, templates: templates).add(to: router)
    return router
  }
}
