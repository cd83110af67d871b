public import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import InventoryStore
public import Logging
import NIOCore
public import Prioritization
import ServiceLifecycle
import UnixSignals

/// The centre as a server: the planners' door, and the agents' door there and on an
/// address of its own.
public struct Centre: Sendable {
  let store: InventoryStore
  let policy: Policy
  /// SHA-256 of the policy's text, where it is at hand.
  let policyDigest: String?
  let logger: Logger
  let limits: CentreLimits
  let access: Access
  let now: @Sendable () -> Date
  let metrics = CentreMetrics()

  /// Of this program, and of what it serves to others.
  public static let version = "0.1.0"

  public init(
    store: InventoryStore, policy: Policy, policyDigest: String? = nil, logger: Logger,
    limits: CentreLimits = CentreLimits(), access: Access = .signIn,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.store = store
    self.policy = policy
    self.policyDigest = policyDigest
    self.logger = logger
    self.limits = limits
    self.access = access
    self.now = now
  }

  /// Where to listen.
  public struct Address: Sendable, CustomStringConvertible {
    /// `127.0.0.1`.
    public var name: String
    /// 0 lets the system choose.
    public var port: Int

    public var description: String { "\(name):\(port)" }

    public init(_ name: String, port: Int) {
      self.name = name
      self.port = port
    }
  }

  /// Serves until the surrounding task is cancelled or a signal ends it.
  ///
  /// - Parameters:
  ///   - address: for people, programs and agents.
  ///   - agentsAddress: for agents alone, whose requests are signed: where the network may come in.
  ///   - tls: for both; nil speaks plain HTTP.
  ///   - whenListening: told the port of each, once connections are accepted.
  /// - Throws: ``ListeningError`` where an address cannot be had, ``CertificateError`` where the
  ///   files of `tls` cannot be used.
  public func serve(
    on address: Address, agentsOn agentsAddress: Address? = nil, tls: TLSFiles? = nil,
    whenListening: @escaping @Sendable (Door, Int) async -> Void = { _, _ in }
  ) async throws {
    OpenFileLimit.raise()
    let gate = AgentGate(maximum: limits.agentRequests, store: store)
    let slots = BandwidthSlots(limits)
    var application = try application(.all, gate, slots, on: address, tls: tls, whenListening)
    if let agentsAddress {
      application.addServices(
        AgentsDoor(
          application: try self.application(
            .agents, gate, slots, on: agentsAddress, tls: tls, whenListening),
          address: agentsAddress))
    }
    application.addServices(Timekeeper(store: store, now: now, logger: logger))
    do {
      try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
    } catch let error as ListeningError {
      throw error
    } catch let error as IOError {
      throw ListeningError(address: address.description, error)
    }
  }

  /// Who is let in where.
  public enum Door: Sendable {
    /// Planners and agents.
    case all
    /// Agents alone: what they send is signed.
    case agents
  }

  private func application(
    _ door: Door, _ gate: AgentGate, _ slots: BandwidthSlots, on address: Address, tls: TLSFiles?,
    _ whenListening: @escaping @Sendable (Door, Int) async -> Void
  ) throws -> Application<RouterResponder<CentreContext>> {
    let plain = HTTPServerBuilder.http1(configuration: connection())
    return Application(
      router: try router(door, gate, slots, isEncrypted: tls != nil),
      server: try tls.map { try .tls(plain, tlsConfiguration: try $0.configuration()) } ?? plain,
      configuration: ApplicationConfiguration(
        address: .hostname(address.name, port: address.port), serverName: nil,
        availableConnectionsDelegate: CountedConnections(
          maximum: limits.connections, countedIn: metrics.connections)),
      onServerRunning: { channel in await whenListening(door, channel.localAddress?.port ?? 0) },
      logger: logger)
  }

  private func connection() -> HTTP1Channel.Configuration {
    .init(
      additionalChannelHandlers: [RequestDeadline(limits)],
      idleTimeout: .seconds(Int64(limits.requestSeconds)))
  }

  func router(
    _ door: Door, _ gate: AgentGate, _ slots: BandwidthSlots, isEncrypted: Bool
  ) throws -> Router<CentreContext> {
    let router = try routes(door, gate, slots, isEncrypted: isEncrypted)
    MethodRefusals.add(to: router)
    return router
  }

  /// All that the centre answers, but for wrong methods.
  func routes(
    _ door: Door, _ gate: AgentGate, _ slots: BandwidthSlots, isEncrypted: Bool
  ) throws -> Router<CentreContext> {
    let router = Router(context: CentreContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RequestMeasuring(requests: metrics.requests))
    if door == .all { router.add(middleware: CompressionMiddleware()) }
    router.add(middleware: ProtectiveHeaders(isEncrypted: isEncrypted))
    router.add(middleware: ProblemMiddleware())
    router.add(middleware: NamedHostMiddleware())
    EnrolmentRoutes(
      store: store, gate: gate,
      refusals: RateLimiter(
        perHour: limits.refusedEnrolmentsPerHour, burst: limits.refusedEnrolmentsPerHour / 3),
      metrics: metrics, now: now
    ).add(to: router)
    ReportRoutes(
      store: store, gate: gate,
      rates: RateLimiter(perHour: limits.reportsPerHour, burst: limits.reportsPerHour / 3),
      metrics: metrics, now: now
    ).add(to: router)
    KeyRoutes(
      store: store, gate: gate, rates: RateLimiter(perHour: 5, burst: 5), now: now
    ).add(to: router)
    BandwidthRoutes(
      store: store, gate: gate, slots: slots,
      rates: RateLimiter(
        perHour: limits.bandwidthSlotsPerHour, burst: limits.bandwidthSlotsPerHour / 3),
      now: now
    ).add(to: router)
    HealthRoutes(store: store).add(to: router)
    if door == .all { try addPlannersDoor(to: router, gate, slots, isEncrypted: isEncrypted) }
    return router
  }
}

/// The agents' own address as a service beside the other: its failure names it.
private struct AgentsDoor: Service {
  let application: Application<RouterResponder<CentreContext>>
  let address: Centre.Address

  func run() async throws {
    do {
      try await application.run()
    } catch let error as IOError {
      throw ListeningError(address: address.description, error)
    }
  }
}
