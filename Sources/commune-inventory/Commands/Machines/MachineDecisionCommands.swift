import ArgumentParser
import Foundation
import InventoryStore

/// `machines show ID`.
struct MachineShow: TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show everything known about one computer.")

  @OptionGroup var target: MachineTarget

  @OptionGroup var output: FormatOption

  func run(with store: InventoryStore) async throws {
    let machine = try await store.machines.details(
      target.id, within: .country, now: CommandTime.now)
    try output.format.write(machine) { try Output.line(MachineText.describe(machine)) }
  }
}

/// `machines proposals`.
struct MachineProposals: StoreQuery {
  static let configuration = CommandConfiguration(
    commandName: "proposals",
    abstract: "List computers that may be duplicates: reinstalled or copied.",
    discussion: "Nothing is merged automatically: see machines merge and machines keep-apart.")

  @OptionGroup var list: ListOptions

  func run(with store: InventoryStore) async throws {
    try list.format.write(
      try await store.machines.mergeProposals(within: .country),
      ["Old", "New", "Code", "Commune", "Matching", "Since"]
    ) {
      [
        $0.former, $0.later, $0.commune, $0.communeName,
        $0.evidence.joined(separator: ", "), ListOutput.time($0.proposedAt),
      ]
    }
  }
}

/// `machines requests`.
struct MachineRequests: StoreQuery {
  static let configuration = CommandConfiguration(
    commandName: "requests",
    abstract: "List communes' requests to retire or merge computers.",
    discussion:
      "To agree: machines retire ID or machines merge OLD NEW; otherwise: machines decline ID.")

  @OptionGroup var list: ListOptions

  func run(with store: InventoryStore) async throws {
    try list.format.write(
      try await store.machines.retirementRequests(within: .country),
      ["Computer", "Merge into", "Code", "Commune", "Requested by", "Since", "Last report"]
    ) {
      [
        $0.machine, $0.mergeInto ?? "-", $0.commune, $0.communeName, $0.requestedBy,
        ListOutput.time($0.requestedAt), ListOutput.time($0.lastReportAt),
      ]
    }
  }
}

/// `machines decline ID`.
struct MachineDecline: StoreChange, TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline",
    abstract: "Decline a commune's request to retire or merge a computer.")

  @OptionGroup var target: MachineTarget

  func change(_ store: InventoryStore) async throws -> String {
    try await store.machines.declineRetirement(target.id, within: .country, now: CommandTime.now)
    return "Declined: computer \(target.id) stays in the inventory."
  }
}

/// `machines approve ID`.
struct MachineApprove: StoreChange, TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approve a quarantined computer, so that it can report again."
  )

  @OptionGroup var target: MachineTarget

  func change(_ store: InventoryStore) async throws -> String {
    try await store.machines.approve(target.id, within: .country, now: CommandTime.now)
    return "Computer \(target.id) is approved and may report again."
  }
}

/// `machines quarantine ID --reason TEXT`.
struct MachineQuarantine: StoreChange, TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "Quarantine a computer: its reports are rejected and stay on the computer.")

  @OptionGroup var target: MachineTarget

  @Option(help: "Reason, recorded in the audit log.")
  var reason: String

  func change(_ store: InventoryStore) async throws -> String {
    try await store.machines.quarantine(
      target.id, because: reason, within: .country, now: CommandTime.now)
    return
      "Computer \(target.id) is quarantined. To let it report again: machines approve \(target.id)"
  }
}

/// `machines retire ID`.
struct MachineRetire: StoreChange, TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Retire a computer permanently; its keys are revoked and its history is kept.")

  @OptionGroup var target: MachineTarget

  func change(_ store: InventoryStore) async throws -> String {
    try await store.machines.retire(target.id, within: .country, now: CommandTime.now)
    return "Computer \(target.id) is retired."
  }
}

/// `machines merge OLD NEW`.
struct MachineMerge: StoreChange {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Record that NEW is the same computer as OLD, reinstalled.",
    discussion: "OLD is retired; its history is shown as part of NEW's.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The computer that no longer reports.")
  var old: String

  @Argument(help: "The computer to keep.")
  var new: String

  func change(_ store: InventoryStore) async throws -> String {
    try await store.machines.merge(old, into: new, within: .country, now: CommandTime.now)
    return "Computer \(old) is retired and merged into \(new)."
  }
}

/// `machines keep-apart OLD NEW`.
struct MachineKeepApart: StoreChange {
  static let configuration = CommandConfiguration(
    commandName: "keep-apart",
    abstract:
      "Record that a pair from machines proposals is two computers; it is not proposed again.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The older computer.")
  var old: String

  @Argument(help: "The newer, similar computer.")
  var new: String

  func change(_ store: InventoryStore) async throws -> String {
    try await store.machines.keepApart(old, from: new, within: .country, now: CommandTime.now)
    return "\(old) and \(new) are recorded as two computers."
  }
}

/// `machines revoke-key KEY --reason TEXT`.
struct MachineRevokeKey: StoreChange, TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke-key", abstract: "Revoke a computer's key.")

  @OptionGroup var target: KeyTarget

  @Option(help: "Reason, recorded in the audit log.")
  var reason: String

  func change(_ store: InventoryStore) async throws -> String {
    try await store.keys.revoke(target.key, because: reason, within: .country, now: CommandTime.now)
    return "Key \(target.key) is revoked."
  }
}
