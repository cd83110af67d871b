import InventoryStore
import Presentation
import Prioritization

/// The forms of a programme's page: record a purchase, import a table, change a line item.
struct ProgrammeFormValues {
  let page: ProgrammePage
  let text: ProgrammeText

  private var call: PageCall { page.call }
  private var path: String { "\(ProgrammePageRoutes.path)/\(page.document.number)" }

  func values() -> PageValues {
    let typed = call.refused("purchase")
    var values: PageValues = [
      "record": "\(path)/purchases", "upload": "\(path)/purchases.csv",
      "template": "\(path)/template.csv", "today": VietnamDay.text(call.now),
      "isOpen": typed != nil, "isTableOpen": call.refused("table") != nil,
      "kinds": choices(
        PurchaseEntry.Kind.allCases.map {
          ($0.rawValue, call.text("programme.kind.\($0.rawValue)"))
        },
        chosen: typed?["kind"]),
      "items": items(chosen: typed?["item"]), "commune": typed?["commune"] ?? ownCommune,
    ]
    for field in ["day", "count", "price", "document", "note"] {
      values[field] = typed?[field] ?? ""
    }
    if page.record.programme.isWithin(call.scope) {
      let typed = call.refused("change")
      values["change"] =
        [
          "action": "\(path)/changes", "isChangeOpen": typed != nil,
          "changedItems": items(chosen: typed?["item"]),
          "changedCommune": typed?["commune"] ?? ownCommune,
          "fields": choices(
            ["count", "price", "cancel", "reinstate"].map {
              ($0, call.text("programme.field.\($0)"))
            }, chosen: typed?["field"]),
          "value": typed?["value"] ?? "", "reason": typed?["reason"] ?? "",
        ] as PageValues
    }
    return values
  }

  private var ownCommune: String {
    if case .commune(let code) = call.scope { code } else { "" }
  }

  private func items(chosen: String?) -> [PageValues] {
    choices(page.document.totals.map { ($0.item, text.label($0.item)) }, chosen: chosen)
  }

  private func choices(_ all: [(String, String)], chosen: String?) -> [PageValues] {
    all.map { ["value": $0, "label": $1, "selected": $0 == chosen] }
  }
}
