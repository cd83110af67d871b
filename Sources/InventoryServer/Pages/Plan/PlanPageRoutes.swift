import Foundation
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/plan`: the purchases for each commune with a budget.
struct PlanPageRoutes: Sendable {
  let documents: PlannerDocuments

  private static let savedShown = 5

  func add(to router: PageRouter) {
    router.get("/plan") { call in
      let page = try await page(call, PlanForm(policy: documents.policy) { call.query[$0] })
      return try await call.render(on: documents.queue, if: page.document != nil) {
        call.page(.plan, title: page.title, page.values())
      }
    }
    router.get("/plan/file") { call in
      let form = PlanForm(policy: documents.policy) { call.query[$0] }
      guard let parameters = form.parameters else {
        throw ServerError(
          .argumentMalformed, "This address contains no plan: fill in the form at /plan.")
      }
      let document = try await documents.plans.document(
        parameters, within: call.scope, asOf: call.query["made"].flatMap { Int64($0) },
        for: await call.queueCaller)
      let part = parameters.group.map { "group-\($0)" } ?? parameters.province ?? "all"
      return try await DocumentFile(document, name: "plan-\(part)")
        .response(call, on: documents.queue)
    }
    SavedPlanRoutes(documents: documents, page: page).add(to: router)
  }

  /// The page with the plan that the form requests, if any.
  @Sendable func page(_ call: PageCall, _ form: PlanForm) async throws -> PlanPage {
    var page = PlanPage(
      call: call, policy: documents.policy, form: form,
      provinces: try await documents.store.register.provinces(within: call.scope),
      groups: try await documents.store.groups.list(within: call.scope),
      saved: try await documents.store.plans.list(within: call.scope, limit: Self.savedShown).plans)
    guard let parameters = form.parameters else { return page }
    do {
      page.document = try await documents.plans.document(
        parameters, within: call.scope, asOf: call.query["made"].flatMap { Int64($0) },
        for: await call.queueCaller)
    } catch let error as PlanError {
      page.planFault = call.text("planPage.fault.\(error.code.rawValue)")
    }
    return page
  }
}
