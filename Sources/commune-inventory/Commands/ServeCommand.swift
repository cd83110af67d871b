import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the server: receive reports and serve the pages, until Ctrl-C or SIGTERM.",
    discussion: """
      Users sign in; the first start prints a link with which the first administrator chooses a \
      password. Connections from the network require TLS. Agents sign everything they send: \
      --agents-listen gives them a separate address, which serves only /agent/… and \
      /healthz. See commune-inventory tls issue for a certificate that computers with a dead clock \
      battery accept.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    help:
      "Address for users, programs and agents, ADDRESS:PORT; requires TLS unless local."
  )
  var listen = "127.0.0.1:8080"

  @Flag(
    help: "Allow reading the pages without signing in (shown on each page); local address only.")
  var demonstration = false

  @Option(
    help: ArgumentHelp(
      "Address for agents on the network, for example 0.0.0.0:8443; requires TLS.",
      valueName: "address:port"))
  var agentsListen: String?

  @Option(help: "TLS certificate for all addresses (PEM).")
  var tlsCertificate: String?

  @Option(help: "Private key of the certificate (PEM).")
  var tlsKey: String?

  @Option(
    help: ArgumentHelp(
      "A proxy in front of the centre; its X-Forwarded-For or Forwarded then says who asks. May be given several times.",
      valueName: "address"))
  var trustedProxy: [String] = []

  @Option(
    help: ArgumentHelp(
      "The authority that agents are given at /ca.pem; by default ca.pem beside the certificate, where that has issued it.",
      valueName: "file"))
  var tlsCa: String?

  @Option(
    help: ArgumentHelp(
      "Where /check looks whether a service answers, such as official-mail=https://mail.example.vn. May be given several times.",
      valueName: "service=url"))
  var checkService: [String] = []

  @Option(help: "Policy file to use instead of the standard policy.")
  var policy: String?

  @Option(
    help: "Maximum reports per computer per hour; a third may arrive at once. 0: no limit.")
  var reportsPerHour = CentreLimits().reportsPerHour

  @Option(help: "Maximum concurrent agent requests.")
  var agentRequests = CentreLimits().agentRequests

  @Option(help: "Percent of the disk that stay free: below, agents are told to try later.")
  var leastFreePercent = DiskSettings().leastFreePercent

  @Option(help: "Megabytes of the disk that stay free: below, agents are told to try later.")
  var leastFreeMegabytes = DiskSettings().leastFreeMegabytes

  @Option(help: "Maximum reports per database transaction.")
  var largestGroup = InventoryStore.largestGroup

  func validate() throws {
    guard reportsPerHour >= 0 else {
      throw ValidationError("--reports-per-hour must be at least 0.")
    }
    guard largestGroup > 0 else { throw ValidationError("--largest-group must be at least 1.") }
    guard 0...99 ~= leastFreePercent else {
      throw ValidationError("--least-free-percent must be 0 to 99.")
    }
    guard 0...100_000_000 ~= leastFreeMegabytes else {
      throw ValidationError("--least-free-megabytes must be at least 0.")
    }
    guard agentRequests > 0 else { throw ValidationError("--agent-requests must be at least 1.") }
    for proxy in trustedProxy where !CentreLimits.isAddress(proxy) {
      throw ValidationError(
        "--trusted-proxy wants an IP address such as 127.0.0.1, not \"\(proxy.prefix(60))\".")
    }
    for service in checkService where CheckService(service) == nil {
      throw ValidationError(
        "--check-service wants SERVICE=URL with https, not \"\(service.prefix(60))\".")
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("Give both --tls-certificate FILE and --tls-key FILE, or neither.")
    }
    guard tlsCa == nil || tlsCertificate != nil else {
      throw ValidationError("--tls-ca goes with --tls-certificate and --tls-key.")
    }
  }

  func run() async throws {
    try await Failure.reporting {
      let address = try ListenAddress(listen, option: "--listen")
      if demonstration { try address.requireLoopbackForDemonstration() }
      let agentsAddress = try agentsListen.map {
        try ListenAddress($0, option: "--agents-listen")
      }
      let tls = try tlsCertificate.flatMap { certificate in
        try tlsKey.map { try Encryption.server(certificate: certificate, key: $0) }
      }
      if tls == nil {
        try address.requireLoopbackWithoutTLS("Users and agents connect")
        try agentsAddress?.requireLoopbackWithoutTLS("Agents connect")
      }
      let authority = try tlsCertificate.flatMap { try Encryption.authority(tlsCa, for: $0) }
      let judging = try PolicyFile(policy)
      let policy = judging.policy
      let store = try InventoryStore(
        path: global.path, role: .serving, policy: policy,
        now: InventoryStore.Upkeep.believedTime(of: global.path), largestGroup: largestGroup)
      CommandTime.follow(store)
      var limits = CentreLimits()
      limits.reportsPerHour = reportsPerHour
      limits.agentRequests = agentRequests
      limits.disk.leastFreePercent = leastFreePercent
      limits.disk.leastFreeMegabytes = leastFreeMegabytes
      limits.trustedProxies = trustedProxy
      limits.checkServices = checkService.compactMap(CheckService.init)
      let centre = Centre(
        store: store, policy: policy, policyDigest: judging.digest,
        logger: global.logger("centre"), limits: limits,
        access: demonstration ? .demonstration : .signIn, authority: authority)
      let first = try await store.people.inviteFirstAdministrator(now: CommandTime.now)
      let scheme = tls == nil ? "http" : "https"
      try await centre.serve(
        on: .init(address.name, port: address.port),
        agentsOn: agentsAddress.map { .init($0.name, port: $0.port) }, tls: tls
      ) { routes, port in
        switch routes {
        case .all:
          let start = "\(scheme)://\(address.written):\(port)/"
          print(Spoken.said("Serving on \(start) — press Ctrl-C to stop."))
          if let first {
            print(
              Spoken.said(
                "There are no users yet. Within \(InventoryStore.People.invitationHours) hours, set the first administrator's password at \(start)invitations/\(first)"
              ))
          }
        case .agents:
          print(
            Spoken.said(
              "Agents on \(scheme)://\(agentsAddress?.written ?? ""):\(port)/agent/v1/"))
        }
        fflush(nil)
      }
    }
  }
}

/// `address:port` to listen on.
struct ListenAddress {
  let name: String
  let port: Int
  /// As it stands in a URL.
  var written: String { name.contains(":") ? "[\(name)]" : name }

  init(_ text: String, option: String) throws {
    let usage =
      "\(option) must be ADDRESS:PORT, for example 127.0.0.1:8080, not \"\(text.prefix(60))\"."
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      0...65_535 ~= port
    else { throw Failure(ExitCode.validationFailure, usage) }
    name = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    guard !name.isEmpty else { throw Failure(ExitCode.validationFailure, usage) }
    self.port = port
  }

  func requireLoopbackForDemonstration() throws {
    guard LoopbackAddress.isOne(name) else {
      throw Failure(
        Failure.badConfiguration,
        "--demonstration shows pages without signing in, so it requires a local address: use --listen 127.0.0.1:\(port), or omit --demonstration."
      )
    }
  }

  /// - Parameter who: the beginning of the sentence: `Agents come`.
  func requireLoopbackWithoutTLS(_ who: String) throws {
    guard LoopbackAddress.isOne(name) else {
      throw Failure(
        Failure.badConfiguration,
        "\(who) from the network over TLS only: give --tls-certificate and --tls-key (see commune-inventory tls issue), or use 127.0.0.1:\(port)."
      )
    }
  }
}
