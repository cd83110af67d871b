import ArgumentParser
import Delivery

struct BundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle", abstract: "Carry reports to the centre by hand, on a stick.",
    subcommands: [BundleExportCommand.self, BundleSettleCommand.self])
}

struct BundleExportCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the reports that wait to a folder, signed.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("A folder on the stick.", valueName: "dir"))
  var folder: String

  func execute() throws {
    let settings = try options.settings()
    let lock = try options.directory.lock()
    let membership = try Membership.read(lock)
    let evidence = Evidence.hashes(of: ProbingCalls.identifiers())
    guard !Reenrolment.isNeeded(for: membership.identity, evidence: evidence) else {
      throw DeliveryError(
        .configuration,
        """
        This is another computer than the one that was enrolled: enrol it anew with a token, or \
        type commune-probe deliver once where there is a line.
        """)
    }
    let centre = try Connection(of: membership, settings: settings).centre
    let export = try ReportBundle(lock, spool: try Spool(lock), membership: membership)
      .export(to: folder, centre: centre)
    let damaged = export.damaged > 0 ? ", \(export.damaged) damaged and in quarantine" : ""
    try Output.line(
      "\(export.written) written to \(folder), \(export.present) there already\(damaged).")
  }
}

struct BundleSettleCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Read the centre's receipt and drop what it holds now.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("The folder on the stick.", valueName: "dir"))
  var folder: String

  func execute() throws {
    let lock = try options.directory.lock()
    let membership = try Membership.read(lock)
    let settled = try ReportBundle(lock, spool: try Spool(lock), membership: membership)
      .settle(from: folder)
    try Output.line(
      "\(settled.settled) settled, \(settled.kept) waiting, \(settled.refused) refused.")
    if settled.differing > 0 {
      Log.line("\(settled.differing) are in the receipt with other content: they were kept")
    }
    if settled.refused > 0 {
      throw DeliveryError(
        .refused,
        """
        The centre refused \(settled.refused) of this machine's reports: the reasons are in \
        \(lock.directory.path)/quarantine, tell the administrator of the centre.
        """)
    }
  }
}
