import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation
import Prioritization
import Reporting

/// Saved plans: save, list, open, delete and compare them.
struct SavedPlanRoutes: Sendable {
  let documents: PlannerDocuments
  let page: @Sendable (PageCall, PlanForm) async throws -> PlanPage

  func add(to router: PageRouter) {
    router.get("/plan/saved") { call in try await list(call) }
    router.post("/plan/saved", .read, on: .plan, again: again, save)
    router.get("/plan/saved/:id") { call in try await show(call) }
    router.post(
      "/plan/saved/{id}/adopt", .read, on: "/plan/saved/{id}#adopt",
      again: { call, form, error in try await show(try call.refusing("adopt", form, error)) }
    ) { call, form in
      try call.requireConfirmation(form)
      let number = try await documents.programmes.source.adopt(
        plan: Int64(call.part("id")) ?? 0, as: form["name"] ?? "", within: call.scope,
        by: try call.person().actor, now: call.now)
      return ProgrammePageRoutes.back(number, "adopted")
    }
    router.get("/plan/saved/:id/file") { call in
      let (plan, _, document) = try await kept(call, call.part("id"))
      return try await DocumentFile(document, name: "plan-saved-\(plan.id)")
        .response(call, on: documents.queue)
    }
    router.post("/plan/saved/:id/delete", .read, on: "/plan/saved/{id}") { call, _ in
      guard let owner = call.principal?.person, let id = Int64(call.part("id")) else {
        throw Self.unknown(call)
      }
      try await documents.store.plans.delete(id, of: owner)
      return PageResponse.seeOther("/plan/saved?done=deleted")
    }
    router.get("/plan/compare") { call in
      guard let a = call.query["a"], let b = call.query["b"], a != b else {
        return try await list(call, fault: call.text("savedPlans.chooseTwo"))
      }
      let page = PlanComparePage(
        call: call, first: try await kept(call, a), second: try await kept(call, b))
      return try await call.render(on: documents.queue, if: true) {
        call.page(.planCompare, title: call.text("savedPlans.compareTitle"), page.values())
      }
    }
  }

  /// - Parameter fault: Why the plans chosen there cannot be compared.
  private func list(_ call: PageCall, fault: String? = nil) async throws -> Response {
    let range = PageRange(
      call.query, of: try await documents.store.plans.list(within: call.scope, limit: 1).total)
    let shown = try await documents.store.plans.list(
      within: call.scope, limit: range.size, offset: range.offset)
    let page = SavedPlansPage(call: call, plans: shown.plans, range: range)
    return try await call.render(on: documents.queue, if: call.showsAllRows) {
      var values = page.values()
      values["fault"] = fault
      return call.page(
        .plansSaved, title: call.text("savedPlans.title"), values,
        status: fault == nil ? .ok : .badRequest)
    }
  }

  @Sendable private func save(_ call: PageCall, _ sent: PageForm) async throws -> Response {
    guard let owner = call.principal?.person else { throw Self.unknown(call) }
    let form = PlanForm(policy: documents.policy) { sent[$0] }
    guard let parameters = form.parameters else {
      throw ServerError(.formMalformed, call.text("error.formTooOld"))
    }
    let document = try await documents.plans.document(
      parameters, within: call.scope, asOf: sent["made"].flatMap { Int64($0) },
      for: await call.queueCaller)
    let id = try await documents.store.plans.save(
      sent["name"] ?? "", of: owner, area: Self.area(parameters, document, call.scope),
      budget: parameters.money.total,
      request: try CanonicalJSON.encode(parameters),
      document: try await documents.queue.run(for: await call.queueCaller) {
        try PlanArchive.encode(document)
      }, now: call.now)
    return PageResponse.seeOther("/plan/saved/\(id)?done=saved")
  }

  /// Shows the plan again, with the reason why it was not saved.
  @Sendable private func again(
    _ call: PageCall, _ sent: PageForm, _ error: any Error
  ) async throws -> Response {
    let name = sent["name"] ?? ""
    let refused = try RefusedForm(name: "save", fields: sent, error, call)
    var shown = try await page(call, PlanForm(policy: documents.policy) { sent[$0] })
    switch (error as? InventoryError)?.code {
    case .stateConflict: shown.saveFault = (call.text("savedPlans.fault.taken"), name)
    case .argumentMalformed:
      let key = name.isEmpty ? "nameless" : "refused"
      shown.saveFault = (call.text("savedPlans.fault.\(key)"), name)
    default: shown.saveFault = (refused.fault, name)
    }
    return try await call.render(on: documents.queue, if: true) { [shown] in
      call.page(.plan, title: shown.title, shown.values(), status: refused.status)
    }
  }

  /// The saved plan that the address names, with a refused form, if there is one.
  private func show(_ call: PageCall) async throws -> Response {
    let (plan, request, document) = try await kept(call, call.part("id"))
    let page = SavedPlanPage(call: call, plan: plan, document: document, request: request)
    return try await call.render(on: documents.queue, if: true) {
      call.page(
        .planSaved, title: plan.name, page.values(), status: call.refused?.status ?? .ok)
    }
  }

  /// The smallest area with all communes of the plan; those of a group are mostly in one province.
  private static func area(
    _ parameters: PlanParameters, _ document: PlanDocument, _ scope: Scope
  ) -> Scope {
    if case .commune = scope { return scope }
    let province =
      parameters.province ?? (parameters.group == nil ? nil : document.onlyProvinceCode)
    return province.map(Scope.province) ?? scope
  }

  private func kept(
    _ call: PageCall, _ id: String
  ) async throws -> (plan: SavedPlan, request: PlanParameters?, document: PlanDocument) {
    guard let id = Int64(id) else { throw Self.unknown(call) }
    let (plan, request, document) = try await documents.store.plans.plan(id, within: call.scope)
    return (
      plan, try? JSONDecoder().decode(PlanParameters.self, from: request),
      try await documents.queue.run(for: await call.queueCaller) {
        try PlanArchive.decode(document)
      }
    )
  }

  private static func unknown(_ call: PageCall) -> InventoryError {
    InventoryError(.planUnknown, call.text("savedPlans.unknown"))
  }
}

extension FormPage {
  /// The plan that is to be saved.
  fileprivate static let plan = FormPage("/plan", section: "save") { field in
    PlanPage.formParameters.contains(field) || field == "made"
      || field.hasPrefix(PlanForm.name(without: ""))
  }
}
