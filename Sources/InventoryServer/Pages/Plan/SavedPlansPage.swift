import InventoryStore
import Presentation
import Prioritization

/// One plan in a list.
enum SavedPlanRow {
  /// - Parameter group: The name of the group that the plan is for; nil for others, and in lists,
  ///   which do not read the plans.
  static func values(_ plan: SavedPlan, group: String? = nil, _ call: PageCall) -> PageValues {
    [
      "id": plan.id, "name": plan.name, "owner": plan.owner,
      "area": call.messages.planArea(plan.areaName, group: group, call.language),
      "budget": call.people.number(plan.budget), "savedAt": call.people.dateTime(plan.savedAt),
      "address": "/plan/saved/\(plan.id)",
    ]
  }
}

/// `/plan/saved`: all plans that a principal may see.
struct SavedPlansPage {
  let call: PageCall
  let plans: [SavedPlan]
  let range: PageRange

  func values() -> PageValues {
    var values: PageValues = [
      "plans": plans.map(row), "any": !plans.isEmpty,
      "several": plans.count > 1,
    ]
    values.merge(range.values(call, shown: plans.count))
    if call.query["done"] == "deleted" { values["done"] = call.text("savedPlans.done.deleted") }
    return values
  }

  /// A row, with the choice of a comparison that was refused.
  private func row(_ plan: SavedPlan) -> PageValues {
    var row = SavedPlanRow.values(plan, call)
    row["isA"] = call.query["a"] == "\(plan.id)"
    row["isB"] = call.query["b"] == "\(plan.id)"
    return row
  }
}

/// `/plan/saved/{id}`: one saved plan, as it was.
struct SavedPlanPage {
  let call: PageCall
  let plan: SavedPlan
  let document: PlanDocument
  /// Parameters of the plan; nil if a version with other parameters saved it.
  let request: PlanParameters?

  func values() -> PageValues {
    var values = PlanResult(document: document, call: call).values()
    let path = "/plan/saved/\(plan.id)"
    values["keptAs"] = call.text(
      "savedPlans.keptAs",
      [
        "owner": plan.owner, "savedAt": call.people.dateTime(plan.savedAt),
        "area": call.messages.planArea(plan.areaName, group: document.group, call.language),
      ])
    values["xlsxAddress"] = PageAddress.make(
      path + "/file", ["format": "xlsx", "language": call.language.rawValue])
    values["csvAddress"] = PageAddress.make(
      path + "/file", ["format": "csv", "language": call.language.rawValue])
    if let request { values["againAddress"] = request.address }
    if call.principal?.person != nil {
      let refused = call.refused("adopt")
      var adopt: PageValues = [
        "action": path + "/adopt", "name": refused?["name"] ?? plan.name, "open": refused != nil,
      ]
      adopt["fault"] = refused?.fault
      values["adopt"] = adopt
    }
    if call.query["done"] == "saved" { values["done"] = call.text("savedPlans.done.saved") }
    if call.principal?.person?.name == plan.owner { values["deleteAddress"] = path + "/delete" }
    return values
  }
}

extension PlanParameters {
  /// The address of the same plan with today's figures.
  var address: String {
    var parameters: [String: String?] = [
      "budget": "\(budget)", "recurrent": recurrentBudget.map { "\($0)" },
      "province": province, "group": group, "floor": "\(limits.floor)",
      "cap": limits.cap.map { "\($0)" } ?? "none", "visit": "\(limits.visitCost)",
      "quota": PeopleFormat(.en).number(limits.remoteQuota * 100, decimals: 6, trimmed: true),
    ]
    for id in without { parameters[PlanForm.name(without: id)] = "on" }
    return PageAddress.make("/plan", parameters)
  }
}
