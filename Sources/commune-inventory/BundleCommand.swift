import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore

/// `bundle import DIR`.
struct BundleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle", abstract: "Reports that came on a stick.", subcommands: [Import.self])

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "File the signed reports of a folder, and write receipts into it.",
      discussion: """
        The folder is one that commune-probe bundle export wrote. The same rules hold as on the \
        line: same signatures, any order, nothing twice. With the receipts, commune-probe bundle \
        settle empties the spools. Exit code 65 where any report was refused; the others are filed.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The folder.")
    var folder: String

    func run() async throws {
      try await Failure.reporting {
        let store = try global.store(policy: try PolicyFile.read(nil))
        let summary = try await BundleImport(store: store).run(folder)
        for refusal in summary.refused {
          FileHandle.standardError.write(
            Data("\(refusal.file): \(refusal.code): \(refusal.reason)\n".utf8))
        }
        try Output.line(
          "stored \(summary.stored), duplicates \(summary.duplicates), refused \(summary.refused.count), receipts \(summary.receipts.count)"
        )
        guard summary.refused.isEmpty else {
          throw Failure(
            Failure.badInput,
            "\(summary.refused.count) of the reports in \(folder) were not filed, as said above; the others are."
          )
        }
      }
    }
  }
}
