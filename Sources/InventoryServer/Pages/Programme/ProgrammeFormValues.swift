import InventoryStore
import Presentation
import Prioritization

/// The forms of a programme's page: record a purchase, import a table, change a line item.
struct ProgrammeFormValues {
  /// Most line items in a choice; programmes with more are recorded by table.
  private static let mostChoices = 2_000

  let page: ProgrammePage
  let text: ProgrammeText

  private var call: PageCall { page.call }
  private var path: String { "\(ProgrammePageRoutes.path)/\(page.document.number)" }

  func values() -> PageValues {
    let typed = page.typed
    var values: PageValues = [
      "record": "\(path)/purchases", "upload": "\(path)/purchases.csv",
      "template": "\(path)/template.csv", "today": VietnamDay.text(call.now),
      "isOpen": typed != nil,
      "kinds": PurchaseEntry.Kind.allCases.map {
        [
          "value": $0.rawValue, "label": call.text("programme.kind.\($0.rawValue)"),
          "selected": typed?.kind == $0.rawValue,
        ] as PageValues
      },
      "places": places(chosen: typed?.place),
      "day": typed?.day ?? "", "count": typed?.count ?? "", "price": typed?.price ?? "",
      "document": typed?.document ?? "", "note": typed?.note ?? "",
    ]
    if page.record.programme.isWithin(call.scope) {
      values["change"] =
        [
          "action": "\(path)/changes", "places": places(chosen: nil),
          "fields": ["count", "price", "cancel", "reinstate"].map {
            ["value": $0, "label": call.text("programme.field.\($0)")] as PageValues
          },
        ] as PageValues
    }
    return values
  }

  private func places(chosen: String?) -> [PageValues] {
    page.document.lines.prefix(Self.mostChoices).map { line in
      let value = "\(line.commune) \(line.item)"
      return [
        "value": value, "label": "\(line.communeName) (\(line.commune)): \(text.label(line.item))",
        "selected": value == chosen,
      ]
    }
  }
}
