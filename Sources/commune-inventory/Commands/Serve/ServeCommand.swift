import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryServer
import InventoryStore
import Logging

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the server: receive reports and serve the pages, until Ctrl-C or SIGTERM.",
    discussion: """
      Users sign in; the first start prints a link with which the first administrator chooses a \
      password. Connections from the network require TLS. Agents sign everything they send: \
      --agents-listen gives them a separate address, which serves no pages: only /agent/…, \
      /glpi, /ca.pem, /healthz and /readyz. See commune-inventory tls issue for a certificate that \
      computers with a dead clock battery accept.
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: ServeOptions

  @Flag(
    help:
      "Check settings, policy, certificates, database, disk, ports and letters, and start nothing; exit 78 if the centre would not start or not serve as it should."
  )
  var check = false

  func validate() throws {
    let hasCertificate = options.tlsCertificate != nil || options.agentsTlsCertificate != nil
    guard options.tlsCa == nil || hasCertificate || global.config != nil else {
      throw ValidationError("--tls-ca goes with --tls-certificate and --tls-key.")
    }
  }

  func run() async throws {
    try await Failure.reporting {
      if check { return try checkOnly() }
      try await ServingRun(try settings(), database: try global.path).run()
    }
  }

  private func checkOnly() throws {
    let settings: CentreSettings
    do {
      settings = try self.settings()
    } catch {
      return try ServeCheck.report([.fault("Settings", Failure.sentence(of: error))])
    }
    try ServeCheck(
      file: global.config ?? CentreSettings.fileOf(ProcessInfo.processInfo.environment),
      settings: settings, database: try global.path
    ).run()
  }

  private func settings() throws -> CentreSettings {
    var settings = try global.settings()
    options.override(&settings)
    if let level = global.logLevel { settings.logLevel = level.rawValue }
    try settings.check()
    return settings
  }
}

/// The centre as its settings specify it, from start to end.
struct ServingRun {
  let settings: CentreSettings
  let database: String
  private let address: ListenAddress
  private let agentsAddress: ListenAddress?

  /// - Throws: ``Failure`` if an address cannot be used without TLS.
  init(_ settings: CentreSettings, database: String) throws {
    self.settings = settings
    self.database = database
    address = try ListenAddress(settings.listen, option: "--listen")
    agentsAddress = try settings.agentsListen.map {
      try ListenAddress($0, option: "--agents-listen")
    }
    if settings.demonstration { try address.requireLoopbackForDemonstration() }
    if settings.tlsCertificate == nil {
      try address.requireLoopbackWithoutTLS("Users and agents connect")
      if settings.agentsTLSCertificate == nil {
        try agentsAddress?.requireLoopbackWithoutTLS("Agents connect")
      }
    }
  }

  func run() async throws {
    let tls = try encryption(settings.tlsCertificate, settings.tlsKey)
    let agentsTLS = try encryption(settings.agentsTLSCertificate, settings.agentsTLSKey)
    let authority = try Encryption.authority(of: settings)
    let judging = try PolicyFile(settings.policy)
    try DatabaseInspection.requireNotLost(database)
    let store = try InventoryStore(
      path: database, role: .serving, policy: judging.policy,
      now: InventoryStore.Upkeep.believedTime(of: database), largestGroup: settings.largestGroup)
    CommandTime.follow(store)
    let centre = Centre(
      store: store, policy: judging.policy, policyDigest: judging.digest, logger: logger,
      limits: limits, access: settings.demonstration ? .demonstration : .signIn,
      authority: authority, agentsURL: try agentsURL)
    try await store.upkeep.startWith(judging.policy, digest: judging.digest, now: CommandTime.now)
    let first = try await store.people.inviteFirstAdministrator(now: CommandTime.now)
    let scheme = tls == nil ? "http" : "https"
    let agentsScheme = (agentsTLS ?? tls) == nil ? "http" : "https"
    try await centre.serve(
      on: .init(address.name, port: address.port),
      agentsOn: agentsAddress.map { .init($0.name, port: $0.port) }, tls: tls, agentsTLS: agentsTLS,
      reload: PolicyReload(
        read: { [policy = settings.policy] in
          let fresh = try PolicyFile(policy)
          return (fresh.policy, fresh.digest)
        }, explain: Failure.sentence(of:))
    ) { [address, agentsAddress, users = usersAddress] routes, port in
      switch routes {
      case .all:
        let start = "\(scheme)://\(address.written):\(port)/"
        let named: String? = if case .network(let text) = users { "\(text)/" } else { nil }
        print(OutputLanguage.said("Serving on \(start) — press Ctrl-C to stop."))
        if let first {
          print(
            OutputLanguage.said(
              "There are no users yet. Within \(InventoryStore.People.invitationHours) hours, set the first administrator's password at \(named ?? start)invitations/\(first)"
            ))
          if users == .unknown {
            print(
              OutputLanguage.said(
                "On another computer, write the address at which it reaches the centre instead of \(start)."
              ))
          }
        }
      case .agents:
        print(
          OutputLanguage.said(
            "Agents on \(agentsScheme)://\(agentsAddress?.written ?? ""):\(port)/agent/v1/"))
      }
      fflush(nil)
    }
  }

  /// The address for users, as the certificate names it: the one on which the centre listens, such
  /// as 0.0.0.0, is no address to connect to.
  private var usersAddress: ReachableAddress {
    // Certificates have been read by now; one without names leaves the listening address.
    (try? ReachableAddress(of: settings, for: .users)) ?? .unknown
  }

  /// The agents' own address; nil if they have none, or the settings do not show which it is.
  private var agentsURL: String? {
    get throws {
      guard settings.agentsListen != nil,
        case .network(let text) = try ReachableAddress(of: settings, for: .agents)
      else { return nil }
      return text
    }
  }

  private func encryption(_ certificate: String?, _ key: String?) throws -> (any ServerEncryption)?
  {
    try certificate.flatMap { certificate in
      try key.map { try Encryption.server(certificate: certificate, key: $0) }
    }
  }

  private var logger: Logger {
    CentreLog.logger(
      "centre", level: Logger.Level(rawValue: settings.logLevel) ?? .notice, settings.logFormat)
  }

  private var limits: CentreLimits {
    var limits = CentreLimits()
    limits.reportsPerHour = settings.reportsPerHour
    limits.agentRequests = settings.agentRequests
    limits.retention = settings.retention
    limits.disk = settings.disk
    limits.trustedProxies = settings.trustedProxies
    limits.checkServices = settings.checkServices.compactMap(CheckService.init)
    return limits
  }
}
