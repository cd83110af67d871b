import ArgumentParser
import Foundation
import InventoryStore

/// `verify [FILE]`: exit 0 where all is well, 65 with what is wrong.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check an inventory: the file, the audit log's chain, digests, double reports.",
    discussion: """
      Prints the hash of the audit log's last entry. Written down elsewhere and given with \
      --head later, it proves that nothing was taken away from the log since.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The file, such as a backup; else the inventory.")
  var file: String?

  @Option(help: "A hash that an earlier verify printed.")
  var head: String?

  @Option(help: "text or json.")
  var format: ListFormat = .text

  func run() async throws {
    try await Failure.reporting {
      let path = file ?? global.path
      let found = try Verification.check(path, head: head)
      switch format {
      case .json: try ListOutput.json(found)
      case .text:
        for fault in found.faults { try Output.line(fault) }
        try Output.line(VerificationText.describe(found))
      }
      guard found.faults.isEmpty else {
        throw Failure(
          Failure.badInput,
          "\(path) is damaged or was tampered with (\(found.faults.count) faults): keep it, restore a backup."
        )
      }
    }
  }
}

enum VerificationText {
  static func describe(_ found: Verification) -> String {
    """
    \(found.machines) machines, \(found.reports) reports, \(found.sections) sections, \
    \(found.auditEntries) audit entries; head \(found.auditHead)
    """
  }
}
