import ArgumentParser
import Foundation
import InventoryStore

/// `machines show ID`.
struct MachineShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all that is known of one machine.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The machine, as in machines list.")
  var id: String

  @Option(help: "text or json.")
  var format: ListFormat = .text

  func run() async throws {
    try await Failure.reporting {
      let machine = try await global.store(policy: try PolicyFile.read(nil))
        .machine(id, now: Date())
      switch format {
      case .json: try ListOutput.json(machine)
      case .text: try Output.line(MachineText.describe(machine))
      }
    }
  }
}

/// `machines proposals`.
struct MachineProposals: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proposals",
    abstract: "Show machines that look like one another: set up anew, or twins.",
    discussion: "Nothing is merged by itself: see machines merge and machines keep-apart.")

  @OptionGroup var global: GlobalOptions

  @Option(help: "text or json.")
  var format: ListFormat = .text

  func run() async throws {
    try await Failure.reporting {
      let proposals = try await global.store(policy: try PolicyFile.read(nil)).mergeProposals()
      switch format {
      case .json: try ListOutput.json(proposals)
      case .text:
        try ListOutput.table(
          ["Old", "New", "Commune", "Name", "Equal", "Since"],
          proposals.map {
            [
              $0.former, $0.later, $0.commune, $0.communeName,
              $0.evidence.joined(separator: ", "), ListOutput.local($0.proposedAt),
            ]
          })
      }
    }
  }
}

/// `machines approve ID`.
struct MachineApprove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Let a machine that was held back report again.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The machine, as in machines list --state quarantined.")
  var id: String

  func run() async throws {
    try await Failure.reporting {
      try global.store(policy: try PolicyFile.read(nil)).approve(id, now: Date())
      try Output.line("Machine \(id) may report again.")
    }
  }
}

/// `machines quarantine ID --reason TEXT`.
struct MachineQuarantine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "Hold a machine back: its reports are refused and it keeps them.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The machine, as in machines list.")
  var id: String

  @Option(help: "Why; it stands in the audit log.")
  var reason: String

  func run() async throws {
    try await Failure.reporting {
      try global.store(policy: try PolicyFile.read(nil))
        .quarantine(id, because: reason, now: Date())
      try Output.line("Machine \(id) is held back: machines approve \(id) lets it report again.")
    }
  }
}

/// `machines retire ID`.
struct MachineRetire: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Take a machine out for good; its history stays, its keys are withdrawn.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The machine, as in machines list.")
  var id: String

  func run() async throws {
    try await Failure.reporting {
      try global.store(policy: try PolicyFile.read(nil)).retire(id, now: Date())
      try Output.line("Machine \(id) is retired.")
    }
  }
}

/// `machines merge OLD NEW`.
struct MachineMerge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Say that NEW is the computer that OLD was before it was set up anew.",
    discussion: "OLD is retired; its history stays and is shown as NEW's past.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The machine that reports no more.")
  var old: String

  @Argument(help: "The machine that goes on.")
  var new: String

  func run() async throws {
    try await Failure.reporting {
      try global.store(policy: try PolicyFile.read(nil)).merge(old, into: new, now: Date())
      try Output.line("Machine \(old) is retired; \(new) goes on for it.")
    }
  }
}

/// `machines keep-apart OLD NEW`.
struct MachineKeepApart: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keep-apart",
    abstract: "Say that two machines of machines proposals are two; it is not asked again.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The machine that was there before.")
  var old: String

  @Argument(help: "The machine that looks like it.")
  var new: String

  func run() async throws {
    try await Failure.reporting {
      try global.store(policy: try PolicyFile.read(nil)).keepApart(old, from: new, now: Date())
      try Output.line("\(old) and \(new) are two machines.")
    }
  }
}

/// `machines revoke-key KEY --reason TEXT`.
struct MachineRevokeKey: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke-key", abstract: "Withdraw one key of a machine.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The key, as in machines show: MACHINE.NUMBER.")
  var key: String

  @Option(help: "Why; it stands in the audit log.")
  var reason: String

  func run() async throws {
    try await Failure.reporting {
      try global.store(policy: try PolicyFile.read(nil))
        .revokeKey(key, because: reason, now: Date())
      try Output.line("Key \(key) is withdrawn.")
    }
  }
}
