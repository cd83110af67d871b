import Agent
import ArgumentParser
import Delivery
import Glibc
import FoundationEssentials
import Reporting

struct EnrollCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "enroll", abstract: "Enrol this computer with the central server, using a token.",
    discussion: """
      The token admits whoever has it. As --token TOKEN it stands in the process list and in the \
      shell's history while it is good: --token-file FILE (mode 600) and --token - keep it out of \
      both. Without --server and --ca, a computer that was enrolled before asks the same centre \
      again. A computer that was retired, or whose key was revoked or replaced, enrols anew under a new \
      key: the centre then has it as a new computer.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "Address of the server, for example https://centre.example.vn", valueName: "url"))
  var server: String?

  @Option(
    help:
      "What the centre's administrator gave out for this commune; - reads it from standard input.")
  var token: String?

  @Option(
    help: ArgumentHelp(
      "A file with the token alone in it, or what token create --format json printed.",
      valueName: "file"))
  var tokenFile: String?

  @Option(help: ArgumentHelp("The server's certificate authority (PEM file).", valueName: "file"))
  var ca: String?

  @Flag(help: "Allow http:// to another computer: everything can be read in transit.")
  var allowPlaintext = false

  func validate() throws {
    guard (token == nil) != (tokenFile == nil) else {
      throw ValidationError("Give the token once: --token TOKEN, --token - or --token-file FILE.")
    }
    if let token, token != "-", !EnrolmentTokenText.isToken(token) {
      throw ValidationError("--token is not a valid token: copy it completely, without spaces.")
    }
    if let tokenFile, tokenFile.isEmpty { throw ValidationError("--token-file needs a file.") }
    if let ca, ca.isEmpty { throw ValidationError("--ca needs a file.") }
  }

  func execute() throws {
    let settings = try options.settingsForNightsToo()
    let token = try EnrolmentTokenText.read(argument: token, file: tokenFile)
    if let ca, access(absolute(ca), R_OK) != 0 {
      throw DeliveryError(
        .configuration, "Cannot read the certificate authority \(ca): check the path.")
    }
    let former = try formerCentre(besides: settings)
    guard let server = server ?? settings.server ?? former?.server else {
      throw DeliveryError(
        .configuration, "No server given: add --server URL, or server = \"URL\" in probe.toml.")
    }
    // A file that probe.toml names is the administrator's, and read anew in each run.
    let named =
      ca.map(absolute)
      ?? (settings.certificateAuthority == nil
        ? former?.certificateAuthority : nil)
    let connection = try Connection(
      server: server, certificateAuthority: named ?? settings.certificateAuthority,
      allowPlaintext: allowPlaintext || settings.allowPlaintext || former?.allowPlaintext == true,
      timeoutSeconds: settings.timeoutSeconds)
    let lock = try options.directory.lock()
    let before = try AgentStatus.read(in: options.directory)
    let authority = try named.map { named throws(DeliveryError) in
      try KeptAuthority.keep(named, lock)
    }
    let reply = try Enrolment(
      lock, at: connection.centre,
      certificateAuthority: authority ?? connection.certificateAuthority,
      allowPlaintext: connection.allowPlaintext, agentVersion: Release.version
    ).enroll(
      token: token, evidence: IdentifierHashes.of(ProbingCalls.identifiers()),
      over: connection.transport)
    try Output.line(
      """
      Enrolled at \(connection.centre) as machine \(reply.machine) of \(reply.communeName) \
      (\(reply.commune)), \(reply.provinceName).
      """)
    try tell(since: before, try AgentStatus.read(in: options.directory))
  }

  /// The centre at which this computer is enrolled or was, unless another is given: nobody at a
  /// commune remembers its address, or where its certificates were.
  private func formerCentre(besides settings: Settings) throws(DeliveryError) -> Identity? {
    guard let identity = try Identity.read(in: options.directory), let known = identity.server
    else { return nil }
    guard let given = server ?? settings.server else { return identity }
    let allowed = identity.allowPlaintext || allowPlaintext || settings.allowPlaintext
    let isSame =
      try CentreAddress(given, allowPlaintext: allowed).description
      == CentreAddress(known, allowPlaintext: allowed).description
    return isSame ? identity : nil
  }

  /// Prints what became of the computer's former enrolment and of its undelivered reports.
  private func tell(since before: AgentStatus, _ now: AgentStatus) throws {
    guard let former = before.machine, let machine = now.machine, former != machine else { return }
    try Output.line(
      """
      The server has it as a new computer; before, it was \(former). \(now.spool.reports) waiting reports \
      will be delivered as those of \(machine).
      """)
    guard let commune = before.commune, now.spool.quarantined > before.spool.quarantined else {
      return
    }
    try Output.line(
      """
      \(now.spool.quarantined - before.spool.quarantined) reports recorded in commune \(commune) were \
      moved to \(options.directory.path)/quarantine; commune-probe deliver --requeue sends them all the same.
      """)
  }

  /// Later runs have another working directory.
  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }
}
