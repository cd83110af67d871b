import ArgumentParser
import Probing
import Reporting

/// Inspects a commune's computer and reports on it to the centre.
@main
struct CommuneProbe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commune-probe",
    abstract: "Inventory this computer and report to the central server.",
    version: Release.version,
    subcommands: [
      CollectCommand.self, EnrollCommand.self, ReportCommand.self, DeliverCommand.self,
      StatusCommand.self, AttestCommand.self, BundleCommand.self, SurveyCommand.self,
      DoctorCommand.self, IsolatedCommand.self,
    ])

  static func main() {
    ProcessMemory.giveBackStartupPages()
    main(nil)
  }
}
