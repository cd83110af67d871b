public import Foundation
import Hummingbird
import HummingbirdCore
public import InventoryStore
public import Logging
import NIOCore
public import Prioritization
import ServiceLifecycle
import UnixSignals

/// The centre as a server: routes of planners and agents on one address, and optionally those of
/// agents only on another.
public struct Centre: Sendable {
  let store: InventoryStore
  private(set) var policy: Policy
  /// SHA-256 of the policy's text, if known.
  private(set) var policyDigest: String?
  let logger: Logger
  let limits: CentreLimits
  let access: Access
  /// Certificate authority for agents; nil if computers trust the certificate already.
  let authority: AuthorityFile?
  /// The address at which agents reach the centre, such as `https://centre.example:8444`; nil if
  /// they use the pages' address.
  let agentsURL: String?
  let clock: CentreClock
  var now: @Sendable () -> Date { clock.date }
  let metrics = CentreMetrics()
  /// See ``PageTemplates``.
  var onRender: (@Sendable (PageTemplate, PageValues) -> Void)?

  /// - Parameter now: Replaces the system's clocks in tests.
  public init(
    store: InventoryStore, policy: Policy, policyDigest: String? = nil, logger: Logger,
    limits: CentreLimits = CentreLimits(), access: Access = .signIn,
    authority: AuthorityFile? = nil, agentsURL: String? = nil,
    now: (@Sendable () -> Date)? = nil
  ) {
    (self.store, self.policy, self.policyDigest) = (store, policy, policyDigest)
    (self.logger, self.limits, self.access, self.authority) = (logger, limits, access, authority)
    self.agentsURL = agentsURL
    clock = now.map { CentreClock($0) } ?? Self.clock(of: store)
  }

  /// Continues from the time stored in the inventory.
  private static func clock(of store: InventoryStore) -> CentreClock {
    (try? store.upkeep.clock()).map { CentreClock($0) } ?? .system
  }

  /// An address to listen on.
  public struct Address: Sendable, CustomStringConvertible {
    /// Such as `127.0.0.1`.
    public var name: String
    /// 0 lets the system choose.
    public var port: Int

    public var description: String { "\(name):\(port)" }

    public init(_ name: String, port: Int) {
      (self.name, self.port) = (name, port)
    }
  }

  /// Serves until the surrounding task is cancelled or a signal ends it.
  ///
  /// - Parameters:
  ///   - address: For people, programs and agents.
  ///   - agentsAddress: For agents only, whose requests are signed; may be open to the network.
  ///   - tls: For both addresses unless `agentsTLS` is given; nil for plain HTTP.
  ///   - agentsTLS: For the agents' address.
  ///   - reload: Reads the policy again on SIGHUP, together with the certificates; nil leaves
  ///     SIGHUP as it is.
  ///   - whenListening: Called with the port of each address once it accepts connections.
  /// - Throws: ``ListeningError`` if an address is not available, ``CertificateError`` if the files
  ///   of `tls` or `agentsTLS` cannot be used.
  public func serve(
    on address: Address, agentsOn agentsAddress: Address? = nil, tls: (any ServerEncryption)? = nil,
    agentsTLS: (any ServerEncryption)? = nil, reload: PolicyReload? = nil,
    whenListening: @escaping @Sendable (RouteSet, Int) async -> Void = { _, _ in }
  ) async throws {
    OpenFileLimit.raise()
    if reload != nil { ReloadOnHangup.ignoreUntilReady() }
    let shared = try SharedResources(limits, store: store, clock: clock)
    let listeners =
      [Listener(.all, address, tls)]
      + (agentsAddress.map { [Listener(.agents, $0, agentsTLS ?? tls)] } ?? [])
    let responders = try RoutesInForce(self, shared, listeners)
    var application = try application(listeners[0], responders, shared, whenListening)
    for listener in listeners.dropFirst() {
      application.addServices(
        AgentListener(
          application: try self.application(listener, responders, shared, whenListening),
          address: listener.address))
    }
    application.addServices(PeriodicRenewal(store: store, now: now, logger: logger))
    application.addServices(
      NightlyRetention(
        store: store, retention: limits.retention, condition: shared.condition, now: now,
        logger: logger))
    if let believed = clock.believed {
      application.addServices(ClockWatch(store: store, clock: believed, logger: logger))
    }
    addReload(reload, [tls, agentsTLS].compactMap { $0 }, responders, to: &application)
    do {
      try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
    } catch let error as ListeningError {
      throw error
    } catch let error as IOError {
      throw ListeningError(address: address.description, error)
    }
  }

  /// The routes that an address serves.
  public enum RouteSet: Sendable {
    /// Routes of planners and agents.
    case all
    /// Only routes of agents, whose requests are signed.
    case agents
  }

  /// An address and the routes served on it.
  struct Listener: Sendable {
    let routeSet: RouteSet
    let address: Address
    let tls: (any ServerEncryption)?

    init(_ routeSet: RouteSet, _ address: Address, _ tls: (any ServerEncryption)?) {
      (self.routeSet, self.address, self.tls) = (routeSet, address, tls)
    }
  }

  /// The same centre with another policy.
  func with(_ policy: Policy, digest: String) -> Centre {
    var centre = self
    centre.policy = policy
    centre.policyDigest = digest
    return centre
  }

  private func addReload(
    _ reload: PolicyReload?, _ certificates: [any ServerEncryption], _ routes: RoutesInForce,
    to application: inout Application<ReplaceableResponder>
  ) {
    if !certificates.isEmpty {
      application.addServices(
        CertificateWatch(certificates: certificates, now: now, logger: logger))
    }
    guard let reload else { return }
    application.addServices(
      ReloadOnHangup(
        certificates: certificates, policy: reload,
        adopt: { try await routes.adopt($0, digest: $1) }, now: now, logger: logger))
  }

  private func application(
    _ listener: Listener, _ responders: RoutesInForce, _ shared: SharedResources,
    _ whenListening: @escaping @Sendable (RouteSet, Int) async -> Void
  ) throws -> Application<ReplaceableResponder> {
    let plain = HTTPServerBuilder.http1(configuration: connection(shared))
    let (routeSet, address) = (listener.routeSet, listener.address)
    return Application(
      responder: responders[routeSet],
      server: try listener.tls?.server(around: plain) ?? plain,
      configuration: ApplicationConfiguration(
        address: .hostname(address.name, port: address.port), serverName: nil,
        availableConnectionsDelegate: CountedConnections(
          maximum: limits.connections, countedIn: metrics.connections)),
      onServerRunning: { channel in await whenListening(routeSet, channel.localAddress?.port ?? 0)
      },
      logger: logger)
  }

  private func connection(_ shared: SharedResources) -> HTTP1Channel.Configuration {
    let places = ConnectionLimiter(
      perAddress: limits.connectionsPerAddress,
      crowded: max(1, limits.connections - limits.keptConnections)
    ) { shared.addresses.isProxy($0) }
    return .init(
      additionalChannelHandlers: [
        RequestDeadline(limits), ConnectionLimitHandler(places), DisconnectionHandler(),
      ],
      idleTimeout: .seconds(Int64(limits.requestSeconds)))
  }

  func router(
    _ routeSet: RouteSet, _ shared: SharedResources, isEncrypted: Bool
  ) throws -> Router<CentreContext> {
    let forms = FormPages()
    let router = try routes(routeSet, shared, isEncrypted: isEncrypted, forms: forms)
    MethodRefusals.add(to: router, forms: forms)
    return router
  }

  /// All routes, without the answers to unsupported methods.
  ///
  /// - Parameter forms: Receives the page of every form.
  func routes(
    _ routeSet: RouteSet, _ shared: SharedResources, isEncrypted: Bool, forms: FormPages
  ) throws -> Router<CentreContext> {
    let router = Router(context: CentreContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ClientAddressMiddleware(addresses: shared.addresses))
    router.add(middleware: RequestMeasuring(requests: metrics.requests))
    if routeSet == .all { router.add(middleware: CompressionMiddleware()) }
    router.add(middleware: ProtectiveHeaders(isEncrypted: isEncrypted))
    router.add(middleware: ProblemMiddleware())
    router.add(middleware: NamedHostMiddleware())
    let agents = AgentAuthenticator(store: store, limits: shared.agents, now: now)
    EnrolmentRoutes(authenticator: agents, metrics: metrics).add(to: router)
    ReportRoutes(authenticator: agents, metrics: metrics).add(to: router)
    KeyRoutes(authenticator: agents).add(to: router)
    BandwidthRoutes(authenticator: agents).add(to: router)
    ThirdPartyRoutes(store: store, limits: shared.agents, metrics: metrics, now: now)
      .add(to: router)
    HealthRoutes(
      store: store, readiness: shared.readiness, condition: shared.condition
    ).add(to: router)
    AuthorityRoutes(authority: authority).add(to: router)
    if routeSet == .all {
      try addPlannerRoutes(to: router, shared, isEncrypted: isEncrypted, forms: forms)
    }
    return router
  }
}

/// Shared by all addresses of a centre and by the routes of successive policies, so that each limit
/// counts the callers of all of them.
struct SharedResources: Sendable {
  let agents: AgentLimits
  let addresses: ClientAddress
  let readiness: Readiness
  let condition: CentreCondition
  /// Checks passwords and throttles guessing.
  let passwords: PasswordVerifier
  /// Runs plans, workbooks and histories.
  let queue: BoundedQueue
  let previews: PreviewedImports<RegisterImport>
  /// What signed-in users may do through forms.
  let actions: ActionLimits
  let checkLimits: CheckLimits
  let checkLine: CheckLine
  let checkScans: CheckScans

  /// - Throws: ``ClientAddress/Malformed``.
  init(
    _ limits: CentreLimits, store: InventoryStore, clock: CentreClock
  ) throws {
    agents = AgentLimits(limits, store: store, now: clock.seconds)
    addresses = try ClientAddress(trustedProxies: limits.trustedProxies)
    readiness = Readiness(store: store, now: clock.date)
    condition = CentreCondition(
      clock: clock.believed, disk: agents.space, isRecorded: store.situations.isRecorded,
      shown: store.situations.shown)
    passwords = PasswordVerifier(
      store: store, hasher: PasswordHasher(cost: limits.passwordCost))
    queue = BoundedQueue(
      .init(capacity: 32, perOwner: 8, niceness: 10),
      complaint: "Too many plans, workbooks and histories are being made")
    previews = PreviewedImports(seconds: clock.seconds)
    actions = ActionLimits(now: clock.seconds)
    checkLimits = CheckLimits(actions, now: clock.seconds)
    checkLine = CheckLine(slots: agents.slots, store: store, now: clock.seconds)
    checkScans = CheckScans(
      checks: store.checks, limits: checkLimits, read: limits.readScan, space: agents.space)
  }
}

/// The agents' own address as a second service, whose errors name the address.
private struct AgentListener: Service {
  let application: Application<ReplaceableResponder>
  let address: Centre.Address

  func run() async throws {
    do {
      try await application.run()
    } catch let error as IOError {
      throw ListeningError(address: address.description, error)
    }
  }
}
