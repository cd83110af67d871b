import Foundation
import InventoryStore
import Reporting

/// A machine in words, for the officer who decides about it.
enum MachineText {
  static func describe(_ machine: MachineDetails) -> String {
    let summary = machine.summary
    let model = ProductName.of(summary.manufacturer, summary.model) ?? ""
    var lines = [
      ("Machine", summary.id), ("Commune", "\(summary.communeName) (\(summary.commune))"),
      ("State", summary.state.rawValue + (summary.simulated ? ", simulated" : "")),
    ]
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { lines.append((name, value)) }
    }
    add("Quarantined", machine.quarantinedAt.map { ListOutput.time($0) })
    add("Reason", summary.quarantineReason)
    add("Retired", machine.retiredAt.map { ListOutput.time($0) })
    add("Merged into", machine.mergedInto)
    add("Merged from", machine.mergedFrom.joined(separator: ", "))
    add("Re-enrolled from", machine.reenrolledFrom.map { "\($0) (same key, different hardware)" })
    add("Possible duplicate of", machine.alike.joined(separator: ", "))
    add("Model", model)
    add("Enrolled", "\(ListOutput.time(summary.enrolledAt)), token \(machine.token)")
    add("Agent", summary.agentVersion)
    add("Reports", "\(machine.reports), last \(ListOutput.time(summary.lastReportAt))")
    add("Last saw everything", machine.unseenSince.map { ListOutput.time($0) })
    add("Sequence", "\(machine.lastSequence); reused \(machine.rewinds) times in 7 days")
    add("Clock", summary.clockSkewSeconds.map { skew($0) + (summary.isClockWrong ? " WRONG" : "") })
    add("Evidence", machine.evidence.joined(separator: ", "))
    for key in machine.keys { add("Key", describe(key)) }
    for boot in machine.boots {
      add("Boot", "\(boot.id), first seen \(ListOutput.time(boot.firstSeen))")
    }
    for section in machine.sections {
      add(
        "Section",
        section.current
          ? "\(section.probe), from \(ListOutput.time(section.firstSeen)) to \(ListOutput.time(section.lastSeen)), current"
          : "\(section.probe), from \(ListOutput.time(section.firstSeen)) to \(ListOutput.time(section.lastSeen))"
      )
    }
    for act in machine.acts {
      add(
        "Log", "\(ListOutput.time(act.time)) \(act.actor): \(act.action) \(act.details)")
    }
    let said = lines.map {
      (OutputLanguage.said($0.0), $0.0 == "Log" ? $0.1 : OutputLanguage.said($0.1))
    }
    let width = said.map(\.0.count).max() ?? 0
    return said.map { $0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $1 }
      .joined(separator: "\n")
  }

  private static func describe(_ key: MachineDetails.Key) -> String {
    var words = ["since \(ListOutput.time(key.addedAt))"]
    if let until = key.validUntil { words.append("until \(ListOutput.time(until))") }
    if let revokedAt = key.revokedAt {
      words.append("revoked \(ListOutput.time(revokedAt)): \(key.revokedReason ?? "-")")
    }
    return ([key.id] + words.map(OutputLanguage.said)).joined(separator: ", ")
  }

  /// A clock's error: in seconds, or in days if large.
  static func skew(_ seconds: Int?) -> String {
    guard let seconds else { return "?" }
    let sign = seconds < 0 ? "-" : "+"
    return abs(seconds) < 172_800
      ? "\(sign)\(abs(seconds)) s" : "\(sign)\(abs(seconds) / 86_400) days"
  }
}
