import InventoryStore
import Presentation

/// The changes that an import would make, before it is confirmed.
struct RegisterPreview: PageModel {
  /// The most communes shown of each list; the counts include all.
  static let shown = 200

  let changes: RegisterChanges
  let call: PageCall

  func values() -> PageValues {
    let isSame = changes.added.isEmpty && changes.changed.isEmpty
    var values: PageValues = [
      "digest": changes.digest, "isSame": isSame,
      "counts": [
        count("added", changes.added.count), count("changed", changes.changed.count),
        count("erased", changes.erased), count("unchanged", changes.unchanged),
        count("absent", changes.absent.count), count("absentElsewhere", changes.absentElsewhere),
      ],
      "columns": columns, "hasErased": changes.erased > 0,
      "added": list(changes.added), "changed": list(changes.changed),
      "absent": withMore(
        changes.absent.count,
        [
          "names": changes.absent.prefix(Self.shown).map { "\($0.name) (\($0.code))" }
            .joined(separator: ", ")
        ]),
    ]
    if changes.unmarked > 0 {
      values["unmarked"] = call.text(
        "register.real", ["count": people.number(changes.unmarked)])
    }
    return values
  }

  private func count(_ key: String, _ count: Int) -> PageValues {
    ["label": call.text("register.count.\(key)"), "count": people.number(count)]
  }

  /// The number of communes that change in each column.
  private var columns: [PageValues] {
    var counts: [String: Int] = [:]
    for commune in changes.changed {
      for value in commune.values { counts[value.column, default: 0] += 1 }
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { column, count in
      ["label": label(column), "count": people.number(count)]
    }
  }

  private func list(_ communes: [RegisterChanges.Commune]) -> PageValues {
    withMore(
      communes.count,
      [
        "rows": communes.prefix(Self.shown).map { commune in
          [
            "name": commune.name, "code": commune.code, "line": people.number(commune.line),
            "values": commune.values.map(value),
          ] as PageValues
        }
      ])
  }

  /// Adds whether a list of `count` entries has any, and how many of them are not shown.
  private func withMore(_ count: Int, _ values: PageValues) -> PageValues {
    var values = values
    values["any"] = count > 0
    if count > Self.shown {
      values["more"] = call.text("register.more", ["count": people.number(count - Self.shown)])
    }
    return values
  }

  private func value(_ value: RegisterChanges.Value) -> PageValues {
    let unknown = call.text("value.unknown")
    return [
      "column": label(value.column), "before": value.before ?? unknown,
      "after": value.after ?? unknown, "isErased": value.isErased,
    ]
  }

  private func label(_ column: String) -> String { call.text("register.column.\(column)") }
}
