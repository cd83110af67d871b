import Foundation
import InventoryStore
import Presentation
import Prioritization

/// `/plan`: the form, and the requested plan.
struct PlanPage {
  let call: PageCall
  let policy: Policy
  let form: PlanForm
  let provinces: [(code: String, name: String)]
  let groups: [CommuneGroup]
  /// The most recently saved plans.
  let saved: [SavedPlan]
  var document: PlanDocument?
  /// Why there is no plan although the form is valid, in a sentence.
  var planFault: String?
  /// Why a plan was not saved, with the name as typed.
  var saveFault: (sentence: String, name: String)?

  static let formParameters =
    PlanForm.Field.allCases.map(\.rawValue) + ["province", "group"]

  var title: String {
    let name = PageCall.province(form.province, among: provinces)?.name
    let group = groups.first { "\($0.number)" == form.group }?.name
    return ([call.text("planPage.title")] + [name, group].compactMap(\.self))
      .joined(separator: " – ")
  }

  func values() -> PageValues {
    var values: PageValues = [
      "form": formValues, "saved": saved.map { SavedPlanRow.values($0, call) },
      "anySaved": !saved.isEmpty,
    ]
    guard let document else { return values }
    let moment: [String: String?] = ["made": "\(document.provenance.moment)"]
    let result = PlanResult(document: document, call: call)
    values.merge(result.values())
    values["xlsxAddress"] = call.address(
      moment.merging(["format": "xlsx"]) { $1 }, path: "/plan/file")
    values["csvAddress"] = call.address(
      moment.merging(["format": "csv"]) { $1 }, path: "/plan/file")
    if call.principal?.person != nil { values["saveForm"] = saveForm(document) }
    return values
  }

  private var formValues: PageValues {
    var values: PageValues = [
      "provinces": provinces.map {
        ["code": $0.code, "name": $0.name, "selected": $0.code == form.province]
      },
      "manyProvinces": provinces.count > 1,
      "hasGroups": !groups.isEmpty, "groups": GroupChoice.values(groups, chosen: form.group),
      "limits": [PlanForm.Field.floor, .cap, .quota, .visit].map(field),
      "budgets": [field(.budget), field(.recurrent)],
      "catalogue": policy.catalogue.map { entry in
        [
          "name": PlanForm.name(without: entry.id), "label": entry.label[call.language],
          "price": call.people.number(entry.cost), "ticked": form.without.contains(entry.id),
        ] as PageValues
      },
      "open": isChanged,
    ]
    if let planFault { values["planFault"] = planFault }
    return values
  }

  /// Whether limits or the catalogue differ from the policy's or have faults, so that they are
  /// shown.
  private var isChanged: Bool {
    !form.without.isEmpty || planFault != nil
      || form.faults.keys.contains { $0 != .budget && $0 != .recurrent }
      || form.parameters.map { $0.adjusted(policy) != nil } ?? false
  }

  private func field(_ field: PlanForm.Field) -> PageValues {
    var values: PageValues = [
      "name": field.rawValue, "label": call.text("planPage.field.\(field.rawValue)"),
      "hint": hint(field),
      "value": form.shown(field, policy, call), "required": field == .budget,
    ]
    if let fault = form.faults[field] {
      values["fault"] = call.text(fault, ["written": form.typed[field] ?? ""])
    }
    return values
  }

  private func hint(_ field: PlanForm.Field) -> String {
    let hint = call.text("planPage.hint.\(field.rawValue)")
    guard field == .visit, let share = policy.plan?.visitShare else { return hint }
    return hint + " "
      + call.text("planPage.hint.visitShare", ["share": call.people.percent(share, decimals: 1)])
  }

  private func saveForm(_ document: PlanDocument) -> PageValues {
    var parameters = call.query.all.compactMapValues { $0 }.filter { name, value in
      !value.isEmpty
        && (Self.formParameters.contains(name)
          || form.without.contains { PlanForm.name(without: $0) == name })
    }
    parameters["made"] = "\(document.provenance.moment)"
    var values: PageValues = [
      "fields": parameters.sorted { $0.key < $1.key }.map {
        ["name": $0.key, "value": $0.value]
      },
      "name": saveFault?.name ?? "",
    ]
    if let saveFault { values["fault"] = saveFault.sentence }
    return values
  }
}
