import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The line items of a programme as rows of its page.
struct ProgrammeRows {
  let page: ProgrammePage
  let text: ProgrammeText

  private var call: PageCall { page.call }
  private var people: PeopleFormat { page.call.people }
  private var state: PurchaseState? { call.query["state"].flatMap(PurchaseState.init) }

  /// Indices of the document's lines in the chosen state.
  var chosen: [Int] {
    page.document.lines.indices.filter {
      state == nil || page.document.lines[$0].progress.state == state
    }
  }

  /// The options of the filter by state.
  var states: [PageValues] {
    var counts: [PurchaseState: Int] = [:]
    for line in page.document.lines { counts[line.progress.state, default: 0] += 1 }
    let all: [PageValues] = [
      [
        "address": call.address(["state": nil, "page": nil, "done": nil]),
        "label": call.text("programme.state.all"),
        "count": people.number(page.document.lines.count), "current": state == nil,
      ]
    ]
    return all
      + PurchaseState.allCases.compactMap { one in
        counts[one].map {
          [
            "address": call.address(["state": one.rawValue, "page": nil, "done": nil]),
            "label": call.text("programme.state.\(one.rawValue)"), "count": people.number($0),
            "current": state == one,
          ]
        }
      }
  }

  var totals: [PageValues] {
    page.document.totals.map {
      [
        "label": text.label($0.item), "wanted": people.number($0.wanted),
        "ordered": people.number($0.ordered), "delivered": people.number($0.delivered),
        "confirmed": people.number($0.confirmed), "unconfirmed": people.number($0.unconfirmed),
        "isOverdue": $0.unconfirmed > 0, "money": people.number($0.money.wanted),
        "spent": people.number($0.money.delivered),
      ]
    }
  }

  /// The money of each kind, then of all items.
  var sums: [PageValues] {
    text.sums.map { label, money in
      [
        "label": label, "money": people.number(money.wanted),
        "spent": people.number(money.delivered),
      ]
    }
  }

  func row(_ place: Int) -> PageValues {
    let line = page.document.lines[place]
    let item = page.record.items[place]
    let progress = line.progress
    var row: PageValues = [
      "commune": line.communeName, "code": line.commune, "address": "/communes/\(line.commune)",
      "label": text.label(line.item), "state": progress.state.rawValue,
      "stateName": text.state(line),
      "wanted": people.number(progress.wantedNow), "ordered": people.number(progress.ordered),
      "delivered": people.number(progress.delivered),
      "confirmed": line.evidence == nil ? "–" : people.number(progress.confirmed),
      "money": people.number(line.money.wanted),
      "entries": item.entries.map(entry), "changes": item.changes.map(change),
      "hasHistory": !item.entries.isEmpty || !item.changes.isEmpty,
    ]
    row["simulated"] = text.mark(line.commune)
    return row
  }

  private func entry(_ entry: PurchaseEntry) -> PageValues {
    var values: PageValues = [
      "number": "\(entry.number)",
      "line": call.text(
        "programme.entry.\(entry.kind.rawValue)",
        [
          "day": day(entry.day), "count": people.number(entry.count),
          "price": people.number(entry.price), "document": entry.document,
          "who": call.names.actor(entry.recordedBy),
        ]),
      "evidence": entry.evidence.map(evidence),
    ]
    if let note = entry.note { values["note"] = note }
    if call.principal?.person != nil {
      values["withdraw"] =
        [
          "action": "\(ProgrammePageRoutes.path)/\(page.document.number)/purchases/withdraw",
          "label": call.text("programme.withdrawOf", ["document": entry.document]),
        ] as PageValues
    }
    return values
  }

  private func evidence(_ evidence: PurchaseEntry.Evidence) -> PageValues {
    var values: PageValues = [
      "seen": call.text("programme.seen", ["day": people.date(evidence.seenAt)])
    ]
    if let machine = evidence.machine {
      values["machine"] = ["id": machine, "address": "/machines/\(machine)"] as PageValues
    }
    return values
  }

  private func change(_ change: LineItemChange) -> String {
    call.text(
      "programme.change.\(change.field.rawValue)\(change.field == .cancelled && change.after == 0 ? "Back" : "")",
      [
        "before": people.number(change.before), "after": people.number(change.after),
        "reason": change.reason, "who": call.names.actor(change.changedBy),
        "day": people.date(change.changedAt),
      ])
  }

  private func day(_ text: String) -> String {
    VietnamDay.noon(text, now: call.now).map { people.date($0) } ?? text
  }
}
