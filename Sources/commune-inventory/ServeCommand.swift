import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Take reports in and show the ranking, until Ctrl-C or SIGTERM.",
    discussion: """
      People sign in; the first start prints a link by which the first administrator chooses a \
      password. From the network they come in over TLS only. Agents sign all that they send: \
      --agents-listen gives them an address of their own, which serves nothing but /agent/… and \
      /healthz. See commune-inventory tls issue for a certificate that computers with a dead clock \
      battery accept.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    help:
      "Where people, programs and agents come in: ADDRESS:PORT; other than on this machine with TLS."
  )
  var listen = "127.0.0.1:8080"

  @Flag(
    help: "Pages may be read without signing in, and say so; on this machine's own address only.")
  var demonstration = false

  @Option(
    help: ArgumentHelp(
      "Where agents come in from the network, such as 0.0.0.0:8443; needs TLS.",
      valueName: "address:port"))
  var agentsListen: String?

  @Option(help: "Speak TLS on all addresses, with this certificate (PEM).")
  var tlsCertificate: String?

  @Option(help: "The certificate's key (PEM).")
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

  @Option(help: "The policy to rank by, instead of the standard one.")
  var policy: String?

  @Option(
    help: "Most reports of one machine in an hour; a third of them may come at once. 0: no limit.")
  var reportsPerHour = CentreLimits().reportsPerHour

  @Option(help: "Most requests of agents that are worked on at a time.")
  var agentRequests = CentreLimits().agentRequests

  @Option(help: "Most reports that share one transaction.")
  var largestGroup = InventoryStore.largestGroup

  func validate() throws {
    guard reportsPerHour >= 0 else {
      throw ValidationError("--reports-per-hour wants 0 or more.")
    }
    guard largestGroup > 0 else { throw ValidationError("--largest-group wants 1 or more.") }
    guard agentRequests > 0 else { throw ValidationError("--agent-requests wants 1 or more.") }
    for proxy in trustedProxy where !CentreLimits.isAddress(proxy) {
      throw ValidationError(
        "--trusted-proxy wants an IP address such as 127.0.0.1, not \"\(proxy.prefix(60))\".")
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("Name both --tls-certificate FILE and --tls-key FILE, or neither.")
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
        try address.requireLoopbackWithoutTLS("People and agents come")
        try agentsAddress?.requireLoopbackWithoutTLS("Agents come")
      }
      let authority = try tlsCertificate.flatMap { try Encryption.authority(tlsCa, for: $0) }
      let judging = try PolicyFile(policy)
      let policy = judging.policy
      let store = try InventoryStore(
        path: global.path, role: .serving, policy: policy, now: Date(), largestGroup: largestGroup)
      var limits = CentreLimits()
      limits.reportsPerHour = reportsPerHour
      limits.agentRequests = agentRequests
      limits.trustedProxies = trustedProxy
      let centre = Centre(
        store: store, policy: policy, policyDigest: judging.digest,
        logger: global.logger("centre"), limits: limits,
        access: demonstration ? .demonstration : .signIn, authority: authority)
      let first = try store.inviteFirstAdministrator(now: Date())
      let scheme = tls == nil ? "http" : "https"
      try await centre.serve(
        on: .init(address.name, port: address.port),
        agentsOn: agentsAddress.map { .init($0.name, port: $0.port) }, tls: tls
      ) { door, port in
        switch door {
        case .all:
          let start = "\(scheme)://\(address.written):\(port)/"
          print("Serving on \(start) — Ctrl-C ends it.")
          if let first {
            print(
              "Nobody can sign in yet. Within \(InventoryStore.invitationHours) hours, choose the first administrator's password at \(start)invitations/\(first)"
            )
          }
        case .agents:
          print("Agents on \(scheme)://\(agentsAddress?.written ?? ""):\(port)/agent/v1/")
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
    let usage = "\(option) wants ADDRESS:PORT such as 127.0.0.1:8080, not \"\(text.prefix(60))\"."
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
        "--demonstration shows pages without signing in, so it takes this machine's own address only: use --listen 127.0.0.1:\(port), or leave --demonstration out."
      )
    }
  }

  /// - Parameter who: the beginning of the sentence: `Agents come`.
  func requireLoopbackWithoutTLS(_ who: String) throws {
    guard LoopbackAddress.isOne(name) else {
      throw Failure(
        Failure.badConfiguration,
        "\(who) in from the network over TLS only: name --tls-certificate and --tls-key (see commune-inventory tls issue), or use 127.0.0.1:\(port)."
      )
    }
  }
}
