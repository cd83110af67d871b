import Reporting
import Agent
import ArgumentParser
import Delivery

struct BundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle", abstract: "Deliver reports on a USB stick.",
    subcommands: [BundleExportCommand.self, BundleSettleCommand.self])
}

struct BundleExportCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the pending reports, signed, to a folder.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("A folder on the USB stick.", valueName: "dir"))
  var folder: String

  func execute() throws {
    let settings = try options.settings()
    let lock = try options.directory.lock()
    let membership = try Membership.read(lock)
    let evidence = IdentifierHashes.of(ProbingCalls.identifiers())
    guard !Reenrolment.isNeeded(for: membership.identity, evidence: evidence) else {
      throw DeliveryError(
        .configuration,
        """
        This is not the computer that was enrolled: re-enrol it with a token, or \
        run commune-probe deliver once while connected.
        """)
    }
    let centre = try Connection(of: membership, settings: settings).centre
    let export = try ReportBundle(lock, spool: try Spool(lock), membership: membership)
      .export(to: folder, centre: centre)
    let damaged = export.damaged > 0 ? ", \(export.damaged) damaged and in quarantine" : ""
    try Output.line(
      "\(export.written) written to \(folder), \(export.present) already there\(damaged).")
  }
}

struct BundleSettleCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Read the server's receipt and remove the reports it confirms."
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("The folder on the USB stick.", valueName: "dir"))
  var folder: String

  func execute() throws {
    let lock = try options.directory.lock()
    let membership = try Membership.read(lock)
    let settled = try ReportBundle(lock, spool: try Spool(lock), membership: membership)
      .settle(from: folder)
    try Output.line(
      "\(settled.settled) settled, \(settled.kept) waiting, \(settled.refused) refused.")
    if !settled.isSigned, settled.settled > 0 {
      Log.line(
        """
        the receipt could not be checked, because this computer does not know the centre's receipt key \
        yet: the settled reports are kept in \(lock.directory.path)/settled
        """)
    }
    if settled.differing > 0 {
      Log.line("\(settled.differing) are in the receipt with different content and were kept")
    }
    if settled.refused > 0 {
      throw DeliveryError(
        .refused,
        """
        The server rejected \(settled.refused) of this computer's reports; see the reasons in \
        \(lock.directory.path)/quarantine and contact the administrator.
        """)
    }
  }
}
