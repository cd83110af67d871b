import Foundation
import InventoryStore
import Presentation
import Prioritization

/// `/programmes/{id}`: the state of an adopted plan's money, and its effects.
struct ProgrammePage: Sendable, PageModel {
  let call: PageCall
  let record: ProgrammeRecord
  let document: ProgrammeDocument
  /// By commune.
  let contacts: [String: ContactDetails]

  private var text: ProgrammeText {
    ProgrammeText(document, call.language, messages: call.messages)
  }
  private var path: String { "\(ProgrammePageRoutes.path)/\(document.number)" }

  var title: String { text.title }

  func values() -> PageValues {
    let text = text
    let rows = ProgrammeRows(page: self, text: text)
    let shown = rows.chosen
    let range = PageRange(call.query, of: shown.count)
    let visible = Array(range.rows(of: shown))
    let faults = call.refused?.fault.split(separator: "\n").map(String.init) ?? []
    var values: PageValues = [
      "facts": text.facts.map {
        ["name": call.text($0.key), "value": $0.value] as PageValues
      },
      "faults": faults, "hasFaults": !faults.isEmpty,
      "money": money(text), "totals": rows.totals, "sums": rows.sums, "effect": text.effect,
      "effects": effects(text), "hasEffects": !document.communes.isEmpty,
      "hasMoreEffects": !call.isPaper && document.communes.count > Self.effectsShown,
      "unconfirmed": document.unconfirmed.map { unconfirmed($0, text) },
      "noneUnconfirmed": document.unconfirmed.isEmpty,
      "showsContacts": call.principal?.person != nil,
      "rows": visible.map(rows.row), "hasRows": !visible.isEmpty,
      "count": people.number(shown.count),
      "states": rows.states, "annex": call.annex,
      "xlsx": PageAddress.make(
        "\(path)/file", ["format": "xlsx", "language": call.language.rawValue]),
      "csv": PageAddress.make(
        "\(path)/file", ["format": "csv", "language": call.language.rawValue]),
      "api": "/api/v1/programmes/\(document.number)",
    ]
    values["anySimulated"] = document.anySimulated
    if document.isPart { values["part"] = call.text("programme.isPart") }
    if let name = call.refused?.name, ["purchase", "table", "change"].contains(name) {
      values["refusedForm"] = "\(name)-form"
    }
    values.merge(range.values(call, shown: visible.count))
    if let chart = ProgrammeChart(document: document, call: call).values() {
      values["chart"] = chart
    }
    if call.principal?.person != nil {
      values["forms"] = ProgrammeFormValues(page: self, text: text).values()
    }
    if let done = call.query["done"],
      ["adopted", "recorded", "withdrawn", "changed"].contains(done)
    {
      var said = call.text("programme.done.\(done)")
      if done == "recorded", let skipped = call.query["skipped"].flatMap({ Int($0) }), skipped > 0 {
        said += " " + call.text("programme.done.skipped", ["count": people.number(skipped)])
      }
      values["done"] = said
    }
    return values
  }

  /// The parts of the expected total cost, as a bar and in figures.
  private func money(_ text: ProgrammeText) -> PageValues {
    let money = document.money
    let awaited = max(0, money.delivered - money.confirmed - money.unconfirmed)
    let whole = max(money.expected, 1)
    let parts: [(String, Int)] = [
      ("confirmed", money.confirmed), ("awaited", awaited), ("unconfirmed", money.unconfirmed),
      ("ordered", money.outstanding), ("planned", money.unordered),
    ]
    var values: PageValues = [
      "bar": StackedBar(width: 600, height: 18).rectangles(
        parts.map { ("money-\($0.0)", Double($0.1)) }, of: Double(whole)),
      "parts": parts.map { kind, amount in
        [
          "kind": "money-\(kind)", "label": call.text("programme.money.\(kind)"),
          "amount": text.money(amount),
          "share": people.percent(Double(amount) / Double(whole), decimals: 1),
        ] as PageValues
      },
      "sum": text.money(money.expected),
    ]
    values["over"] = text.overBudget
    return values
  }

  private func unconfirmed(
    _ line: ProgrammeDocument.Line, _ text: ProgrammeText
  ) -> PageValues {
    var row: PageValues = [
      "commune": line.communeName, "code": line.commune, "address": "/communes/\(line.commune)",
      "item": text.label(line.item), "count": people.number(line.progress.unconfirmed),
      "money": people.number(line.money.unconfirmed),
      "documents": line.documents.joined(separator: "; "),
    ]
    row["simulated"] = text.mark(line.commune)
    if call.principal?.person != nil {
      row["contact"] = CommuneContactCell.values(contacts[line.commune], commune: line.commune)
    }
    return row
  }

  private static let effectsShown = 20

  /// The communes whose points changed most; on paper, all of them.
  private func effects(_ text: ProgrammeText) -> [PageValues] {
    // Sorts indices: sorting communes would move them.
    let communes = document.communes
    let places = communes.indices.sorted {
      abs(communes[$0].effect.points) > abs(communes[$1].effect.points)
    }
    return places.prefix(call.isPaper ? .max : Self.effectsShown).map { communes[$0] }.map {
      let effect = ShownEffect($0.effect)
      func points(_ value: Double) -> String { people.signed(value, decimals: 1) }
      var row: PageValues = [
        "commune": $0.name, "code": $0.code, "address": "/communes/\($0.code)",
        "before": people.number(effect.before, decimals: 1),
        "after": people.number(effect.after, decimals: 1), "change": points(effect.change),
        "confirmed": points(effect.confirmed), "unconfirmed": points(effect.unconfirmed),
        "other": points(effect.other), "planned": points(-$0.plannedPoints),
        "cost": text.cost($0.delivered, points: -$0.effect.confirmed),
      ]
      row["simulated"] = text.mark($0.code)
      return row
    }
  }
}

/// A commune's contact, in a cell of a table.
enum CommuneContactCell {
  static func values(_ contact: ContactDetails?, commune: String) -> PageValues {
    var values: PageValues = [:]
    if let name = contact?.name { values["person"] = name }
    if let link = ContactLink(phone: contact) {
      values["phone"] = ["address": link.address, "label": link.label] as PageValues
    }
    if let link = ContactLink(email: contact) {
      values["email"] = ["address": link.address, "label": link.label] as PageValues
    }
    if contact == nil {
      values["unknown"] = ["address": "/communes/\(commune)#contact"] as PageValues
    }
    return values
  }
}
