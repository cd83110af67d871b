import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Terminal

/// `bundle import DIR`.
struct BundleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle", abstract: "Import reports from a USB stick.", subcommands: [Import.self])

  struct Import: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Import the signed reports in a folder and write receipts to it.",
      discussion: """
        The folder must have been written by commune-probe bundle export, or be the root of a survey \
        stick, whose computers are enrolled first. The rules are the same as \
        over the network: same signatures, any order, no duplicates. With the receipts, commune-probe bundle \
        settle empties the send queues. The exit code is 65 if any report was rejected; the others are stored.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The folder.")
    var folder: String

    func run(with store: InventoryStore) async throws {
      let summary = try await ProgressLine.showing("Importing") {
        try await BundleImport(
          store: store, space: try global.space(of: store), now: { CommandTime.now }
        ).run(folder)
      }
      for refusal in summary.refused {
        FileHandle.standardError.write(
          Data("\(refusal.file): \(refusal.code): \(OutputLanguage.said(refusal.reason))\n".utf8))
      }
      try Output.say(
        "stored \(summary.stored), duplicates \(summary.duplicates), refused \(summary.refused.count), receipts \(summary.receipts.count)"
      )
      if summary.outdated > 0 {
        try Output.say(
          "outdated \(summary.outdated): too old to show how these computers are now, they count as silent"
        )
      }
      if summary.isSurveyStick {
        try Output.say(
          "survey: new computers \(summary.enrolled.count), merges proposed \(summary.proposals.count)"
        )
        for proposal in summary.proposals {
          try Output.say(
            "\(proposal.later) looks like \(proposal.former) (\(proposal.evidence.joined(separator: ", "))): see machines proposals"
          )
        }
      }
      guard summary.refused.isEmpty else {
        throw Failure(
          Failure.badInput,
          "\(summary.refused.count) files in \(folder) were rejected (see above); any others are stored."
        )
      }
    }
  }
}
