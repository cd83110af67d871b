import Foundation
import InventoryStore
import Presentation

/// The chain of a machine's sections: from when to when each was said, and what changed with it.
struct MachineChanges {
  let call: PageCall
  let model: MachineModel

  /// A section that differs with every measurement has its own table.
  private static let withoutComparison: Set<String> = ["bandwidth"]

  func rows() -> [PageValues] {
    let chains = Dictionary(grouping: model.versions, by: \.probe)
    let rows = chains.keys.sorted().flatMap { probe -> [(Date, PageValues)] in
      let versions = chains[probe] ?? []
      let shown = Self.withoutComparison.contains(probe) ? versions.prefix(1) : versions[...]
      return shown.enumerated().map { at, version in
        (version.firstSeen, row(version, before: versions.dropFirst(at + 1)))
      }
    }
    return rows.sorted { $0.0 > $1.0 }.map(\.1)
  }

  private func row(
    _ version: SectionVersion, before: ArraySlice<SectionVersion>
  ) -> PageValues {
    let people = call.people
    return [
      "probe": probe(version.probe), "first": people.dateTime(version.firstSeen),
      "last": people.dateTime(version.lastSeen), "current": version.current,
      "changes": changes(version, before: before),
    ]
  }

  private func changes(
    _ version: SectionVersion, before: ArraySlice<SectionVersion>
  ) -> [String] {
    guard version.isKept else { return [call.text("machine.change.notKept")] }
    guard let body = version.body, let tree = FactTree(json: body) else {
      return [call.text("machine.change.tooLong")]
    }
    switch tree["outcome"]?.text {
    case "failed":
      let reason = tree["reason"]?.text ?? ""
      return [
        call.text(
          "machine.change.failed",
          ["reason": DisplayText.neutralised(String(reason.prefix(200)))])
      ]
    case "absent": return [call.text("machine.change.absent")]
    default: break
    }
    if Self.withoutComparison.contains(version.probe) {
      return [call.text("machine.change.seeLine")]
    }
    if before.first?.isKept == false { return [call.text("machine.change.formerNotKept")] }
    guard let former = Self.lastObserved(before) else {
      // Facts of older versions are not read, so it is unknown whether this is the first.
      let isAll = model.versions.count { $0.probe == version.probe } < MachineModel.versions
      return [
        call.text(isAll && before.isEmpty ? "machine.change.first" : "machine.change.noFormer")
      ]
    }
    let difference = FactDifference(from: former, to: tree)
    let text = FactText(call: call, probe: version.probe)
    var lines = difference.changes.map(text.line)
    if difference.untold > 0 {
      lines.append(
        call.text(
          "machine.change.more", ["count": call.people.number(difference.untold)]))
    }
    return lines.isEmpty ? [call.text("machine.change.none")] : lines
  }

  /// What was seen before: a look that failed in between says nothing of the machine.
  private static func lastObserved(_ versions: ArraySlice<SectionVersion>) -> FactTree? {
    for version in versions {
      if let tree = version.body.flatMap({ FactTree(json: $0) }),
        tree["outcome"]?.text == "observed"
      {
        return tree
      }
    }
    return nil
  }

  private func probe(_ name: String) -> String {
    let key = "machine.probe.\(name)"
    let known = call.text(key)
    return known == key ? DisplayText.neutralised(name) : known
  }
}
