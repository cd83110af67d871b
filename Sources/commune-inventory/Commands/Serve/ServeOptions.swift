import ArgumentParser
import CentreConfiguration
import InventoryServer
import InventoryStore

/// The options of `serve` that are settings in the file, too. One that is not given leaves the
/// value from file and environment.
struct ServeOptions: ParsableArguments {
  @Option(
    help: .byDefault(
      "Address for users, programs and agents, ADDRESS:PORT; requires TLS unless local.",
      CentreSettings().listen))
  var listen: String?

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
      "Another TLS certificate for --agents-listen alone (PEM), such as a long-lived one for computers with a dead clock battery."
    ))
  var agentsTlsCertificate: String?

  @Option(help: "Private key of the agents' certificate (PEM).")
  var agentsTlsKey: String?

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
      "Address at which /check tests whether a service answers, such as official-mail=https://mail.example.vn. May be given several times.",
      valueName: "service=url"))
  var checkService: [String] = []

  @Option(help: "Policy file to use instead of the standard policy.")
  var policy: String?

  @Option(
    help: .byDefault(
      "Maximum reports per computer per hour; a third may arrive at once. 0: no limit.",
      CentreSettings().reportsPerHour))
  var reportsPerHour: Int?

  @Option(
    help: .byDefault("Maximum concurrent agent requests.", CentreSettings().agentRequests))
  var agentRequests: Int?

  @Option(
    help: .byDefault(
      "Percent of the disk that stay free: below, agents are told to try later.",
      CentreSettings().disk.leastFreePercent))
  var leastFreePercent: Int?

  @Option(
    help: .byDefault(
      "Megabytes of the disk that stay free: below, agents are told to try later.",
      CentreSettings().disk.leastFreeMegabytes))
  var leastFreeMegabytes: Int?

  @Option(
    help: .byDefault("Maximum reports per database transaction.", CentreSettings().largestGroup))
  var largestGroup: Int?

  @Option(help: .byDefault("How log entries are written on stderr: text or json.", "text"))
  var logFormat: LogFormat?

  func validate() throws {
    guard reportsPerHour ?? 0 >= 0 else {
      throw ValidationError("--reports-per-hour must be at least 0.")
    }
    guard largestGroup ?? 1 > 0 else {
      throw ValidationError("--largest-group must be at least 1.")
    }
    guard 0...99 ~= leastFreePercent ?? 0 else {
      throw ValidationError("--least-free-percent must be 0 to 99.")
    }
    guard 0...100_000_000 ~= leastFreeMegabytes ?? 0 else {
      throw ValidationError("--least-free-megabytes must be at least 0.")
    }
    guard agentRequests ?? 1 > 0 else {
      throw ValidationError("--agent-requests must be at least 1.")
    }
    for proxy in trustedProxy where !CentreLimits.isAddress(proxy) {
      throw ValidationError(
        "--trusted-proxy needs an IP address such as 127.0.0.1, not \"\(proxy.prefix(60))\".")
    }
    for service in checkService where CheckService(service) == nil {
      throw ValidationError(
        "--check-service needs SERVICE=URL with https, not \"\(service.prefix(60))\".")
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("Give both --tls-certificate FILE and --tls-key FILE, or neither.")
    }
    guard (agentsTlsCertificate == nil) == (agentsTlsKey == nil) else {
      throw ValidationError(
        "Give both --agents-tls-certificate FILE and --agents-tls-key FILE, or neither.")
    }
  }

  /// Overrides the values from file and environment with the options that were given.
  func override(_ settings: inout CentreSettings) {
    if let listen { settings.listen = listen }
    if demonstration { settings.demonstration = true }
    if let agentsListen { settings.agentsListen = agentsListen }
    if let tlsCertificate { settings.tlsCertificate = tlsCertificate }
    if let tlsKey { settings.tlsKey = tlsKey }
    if let agentsTlsCertificate { settings.agentsTLSCertificate = agentsTlsCertificate }
    if let agentsTlsKey { settings.agentsTLSKey = agentsTlsKey }
    if let tlsCa { settings.tlsCA = tlsCa }
    if let policy { settings.policy = policy }
    if !trustedProxy.isEmpty { settings.trustedProxies = trustedProxy }
    if !checkService.isEmpty { settings.checkServices = checkService }
    if let reportsPerHour { settings.reportsPerHour = reportsPerHour }
    if let agentRequests { settings.agentRequests = agentRequests }
    if let leastFreePercent { settings.disk.leastFreePercent = leastFreePercent }
    if let leastFreeMegabytes { settings.disk.leastFreeMegabytes = leastFreeMegabytes }
    if let largestGroup { settings.largestGroup = largestGroup }
    if let logFormat { settings.logFormat = logFormat }
  }
}
