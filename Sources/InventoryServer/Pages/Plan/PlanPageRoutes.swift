import Foundation
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/plan`: what to buy for whom with a budget.
struct PlanPageRoutes: Sendable {
  let store: InventoryStore
  let plans: PlanCache
  let queue: BoundedQueue

  private static let savedShown = 5

  func add(to router: PageRouter) {
    router.get("/plan") { call in
      let page = try await page(call, PlanForm(policy: plans.policy) { call.query[$0] })
      return try await call.render(on: queue, if: page.document != nil) {
        call.page(.plan, title: page.title, page.values())
      }
    }
    router.get("/plan/file") { call in
      let form = PlanForm(policy: plans.policy) { call.query[$0] }
      guard let parameters = form.parameters else {
        throw ServerError(
          .argumentMalformed, "This address contains no plan: fill in the form at /plan.")
      }
      let document = try await plans.document(
        parameters, within: call.scope, asOf: call.query["made"].flatMap { Int64($0) },
        for: await call.queueCaller)
      return try await DocumentFile(document, name: "plan-\(parameters.province ?? "all")")
        .response(call, on: queue)
    }
    SavedPlanRoutes(store: store, plans: plans, queue: queue, page: page).add(to: router)
  }

  /// The page with whatever the form asks for.
  @Sendable func page(_ call: PageCall, _ form: PlanForm) async throws -> PlanPage {
    var page = PlanPage(
      call: call, policy: plans.policy, form: form,
      provinces: try await store.register.provinces(within: call.scope),
      groups: try await store.groups.list(within: call.scope),
      saved: try await store.plans.list(within: call.scope, limit: Self.savedShown).plans)
    guard let parameters = form.parameters else { return page }
    do {
      page.document = try await plans.document(
        parameters, within: call.scope, asOf: call.query["made"].flatMap { Int64($0) },
        for: await call.queueCaller)
    } catch let error as PlanError {
      page.planFault = call.text("planPage.fault.\(error.code.rawValue)")
    }
    return page
  }
}
