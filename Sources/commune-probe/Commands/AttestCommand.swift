import Agent
import ArgumentParser
import Delivery
import Probing
import Reporting

struct AttestCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "attest",
    abstract: "Attest the status of an account that cannot be checked automatically.",
    discussion: """
      Every report includes it until it expires or is attested again. Do not enter names or passwords.
      """)

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The service's short name.")
  var service: String

  @Option(
    help: ArgumentHelp(
      AccountFacts.Account.Status.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var status: String

  @Option(help: ArgumentHelp("Last day of validity, for example 2027-12-31.", valueName: "date"))
  var until: String?

  @Option(help: ArgumentHelp("A note in one line, such as what is missing.", valueName: "text"))
  var note: String?

  func execute() throws {
    let folder = try options.settings().accounts.folder
    let lock = try options.directory.lock()
    let account = try Attestations.attest(
      service, status: status, until: until, note: note, lock)
    let end = until.map { " until \($0)" } ?? ""
    try Output.line(
      "\(account.service) is attested as \(account.status.rawValue)\(end); the next report includes it."
    )
    let known = Set(ServiceName.usual + AccountProbe.services(in: folder)).sorted()
    if !known.contains(account.service) {
      // Not refused: the centre's policy may name further services.
      Output.note(
        "\(account.service) is not a service that this computer knows (\(known.joined(separator: ", "))): check the name, since the centre counts only those that its policy names."
      )
    }
  }
}
