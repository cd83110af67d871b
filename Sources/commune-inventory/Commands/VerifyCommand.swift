import ArgumentParser
import Foundation
import InventoryStore
import Terminal

/// `verify [FILE]`: exits with 0 if all is well, else with 65 and the faults.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Verify a database: file, audit log chain, hashes, duplicate reports.",
    discussion: """
      Prints the hash of the last audit log entry. Stored elsewhere and passed with \
      --head later, it proves that nothing has been removed from the log since, for as long as the log is \
      kept: note a newer one before retention deletes it (audit-months in the settings).
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The file to verify, such as a backup; by default the database.")
  var file: String?

  @Option(help: "A hash printed by an earlier verify.")
  var head: String?

  @OptionGroup var output: FormatOption

  /// As pasted, perhaps with a blank or a line's end.
  private var wantedHead: String? {
    head?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func validate() throws {
    guard let wantedHead else { return }
    guard wantedHead.utf8.count == 64, wantedHead.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw ValidationError(
        "--head is not a hash that verify or backup printed: copy all of its 64 hexadecimal digits."
      )
    }
  }

  func run() async throws {
    try await Failure.reporting {
      let path = try file ?? global.path
      let found = try ProgressLine.showing("Verifying") {
        try Verification.checkWithProgress(path, head: wantedHead)
      }
      try output.format.write(found) {
        for fault in found.faults { try Output.say(fault) }
        try Output.say(VerificationText.describe(found))
      }
      guard found.faults.isEmpty else {
        throw Failure(
          Failure.badInput,
          "\(path) is damaged or has been tampered with (\(found.faults.count) faults): keep it and restore a backup."
        )
      }
      guard found.hasEarlierHead == false, let wantedHead else { return }
      guard let beginning = found.logBegins else {
        // A mistyped hash must not make anyone give up reports for a backup.
        throw Failure(
          Failure.badInput,
          "The log of \(path) is sound by itself, but no entry has the hash \(wantedHead): check the hash. If it is right, entries were removed since it was noted, or a backup from before was restored."
        )
      }
      throw Failure(
        Failure.badInput,
        "The log of \(path) is sound, but no entry has the hash \(wantedHead): older ones were deleted for their age, and it begins with entry \(beginning.entry) of \(ListOutput.day(beginning.at)). A hash noted before that day can no longer be found; one noted later would be there if nothing was removed."
      )
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
