import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryStore
import Terminal

/// `retention [--dry-run]`.
struct RetentionCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "retention",
    abstract: "Delete what is older than it is kept; serve does so every night.",
    discussion: """
      Runs beside a serving centre: reports do not wait for it. What the inventory says at present, and \
      what purchases, evidence and merges refer to, is never deleted.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Only say what would be deleted.")
  var dryRun = false

  @OptionGroup var output: FormatOption

  func run(with store: InventoryStore) async throws {
    guard try store.upkeep.clock().doubt == nil else {
      throw Failure(
        Failure.badConfiguration,
        "The system's clock is not believed, so nothing was deleted: see commune-inventory clock."
      )
    }
    let retention = try global.settings().retention
    let result = try await ProgressLine.showing("Deleting") {
      try await store.upkeep.retain(retention, now: CommandTime.now, isDryRun: dryRun)
    }
    try output.format.write(result) {
      for line in RetentionText.lines(result, isDryRun: dryRun) { try Output.say(line) }
    }
  }
}

enum RetentionText {
  static func lines(_ result: RetentionResult, isDryRun: Bool) -> [String] {
    var lines = result.items.map { item in
      let size = bytes(item.bytes)
      return switch item.kind {
      case .sectionBodies: "Texts of replaced sections: \(item.count), about \(size)"
      case .unknownSections: "Texts of unknown sections: \(item.count), about \(size)"
      case .receipts: "Receipts of reports, shortened: \(item.count), about \(size)"
      case .measureHistory: "Rows of the measures' history: \(item.count), about \(size)"
      case .auditEntries: "Entries of the audit log: \(item.count), about \(size)"
      case .signIns: "Sign-ins, sessions and expired links: \(item.count), about \(size)"
      case .retiredMachines: "Computers retired long ago: \(item.count), about \(size)"
      }
    }
    if isDryRun {
      lines.append("Nothing was deleted.")
    } else {
      lines.append(
        "The file became \(bytes(result.freedBytes)) smaller; others waited at most \(Int((result.longestHoldSeconds * 1000).rounded(.up))) ms."
      )
    }
    return lines
  }

  static func bytes(_ count: Int) -> String {
    switch count {
    case ..<10_000: "\(count) B"
    case ..<10_000_000: "\(count / 1000) KB"
    default: "\(count / 1_000_000) MB"
    }
  }
}
