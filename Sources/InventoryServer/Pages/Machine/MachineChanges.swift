import Foundation
import InventoryStore
import Presentation

/// The versions of a machine's sections: the period of each, and its changes.
struct MachineChanges {
  let call: PageCall
  let model: MachineModel

  /// Sections that differ in every report and have a table of their own.
  private static let withoutComparison: Set<String> = ["bandwidth"]

  func rows() -> [PageValues] {
    let chains = Dictionary(grouping: model.versions, by: \.probe)
    let rows = chains.keys.sorted().flatMap { probe -> [(Date, PageValues)] in
      let versions = chains[probe] ?? []
      let isCompared = !Self.withoutComparison.contains(probe)
      let shown = (isCompared ? versions[...] : versions.prefix(1)).map(ReadVersion.init)
      return shown.enumerated().map { at, version in
        (version.stored.firstSeen, row(version, before: shown.dropFirst(at + 1)))
      }
    }
    return rows.sorted { $0.0 > $1.0 }.map(\.1)
  }

  /// A version with its facts, which are parsed once: most are compared with both the next and the
  /// previous one.
  private struct ReadVersion {
    let stored: SectionVersion
    /// nil if it is too long to compare or no longer kept.
    let facts: FactTree?

    init(_ stored: SectionVersion) {
      self.stored = stored
      facts = stored.body.flatMap { FactTree(json: $0) }
    }

    var isObserved: Bool { facts?["outcome"]?.text == "observed" }
  }

  private func row(_ version: ReadVersion, before: ArraySlice<ReadVersion>) -> PageValues {
    let people = call.people
    let stored = version.stored
    return [
      "probe": probe(stored.probe), "first": people.dateTime(stored.firstSeen),
      "last": people.dateTime(stored.lastSeen), "current": stored.current,
      "changes": changes(version, before: before),
    ]
  }

  private func changes(_ version: ReadVersion, before: ArraySlice<ReadVersion>) -> [String] {
    let probe = version.stored.probe
    guard version.stored.isKept else { return [call.text("machine.change.notKept")] }
    guard let facts = version.facts else { return [call.text("machine.change.tooLong")] }
    switch facts["outcome"]?.text {
    case "failed":
      let reason = facts["reason"]?.text ?? ""
      return [
        call.text(
          "machine.change.failed",
          ["reason": DisplayText.neutralised(String(reason.prefix(200)))])
      ]
    case "absent": return [call.text("machine.change.absent")]
    default: break
    }
    if Self.withoutComparison.contains(probe) { return [call.text("machine.change.seeLine")] }
    if before.first?.stored.isKept == false { return [call.text("machine.change.formerNotKept")] }
    // A failed probe in between says nothing about the machine.
    guard let former = before.first(where: \.isObserved)?.facts else {
      // Facts of older versions are not read, so it may be unknown whether this is the first.
      let isAll = model.versions.count { $0.probe == probe } < MachineModel.versions
      return [
        call.text(isAll && before.isEmpty ? "machine.change.first" : "machine.change.noFormer")
      ]
    }
    let difference = FactDifference(from: former, to: facts)
    let text = FactText(call: call, probe: probe)
    var lines = difference.changes.map(text.line)
    if difference.untold > 0 {
      lines.append(
        call.text(
          "machine.change.more", ["count": call.people.number(difference.untold)]))
    }
    return lines.isEmpty ? [call.text("machine.change.none")] : lines
  }

  private func probe(_ name: String) -> String {
    let key = "machine.probe.\(name)"
    let known = call.text(key)
    return known == key ? DisplayText.neutralised(name) : known
  }
}
