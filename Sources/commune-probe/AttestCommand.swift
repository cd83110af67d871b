import ArgumentParser
import Delivery
import Reporting

struct AttestCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "attest", abstract: "Say how an account stands that no probe can see.",
    discussion: """
      Every report says it until it expires or is said anew. Write no names and no passwords.
      """)

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The ministry's service, by its short name.")
  var service: String

  @Option(
    help: ArgumentHelp(
      AccountFacts.Account.Status.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var status: String

  @Option(help: ArgumentHelp("The last day that it holds, 2027-12-31.", valueName: "date"))
  var until: String?

  @Option(help: ArgumentHelp("What stands in the way, in one line.", valueName: "text"))
  var note: String?

  func execute() throws {
    let lock = try options.directory.lock()
    let account = try Attestations.attest(
      service, status: status, until: until, note: note, lock)
    let end = until.map { " until \($0)" } ?? ""
    try Output.line(
      "\(account.service) is \(account.status.rawValue)\(end): the next report says so.")
  }
}
