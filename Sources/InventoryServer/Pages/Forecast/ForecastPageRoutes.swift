import Foundation
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/forecast`: what falls due in future years.
struct ForecastPageRoutes: Sendable {
  let documents: PlannerDocuments

  func add(to router: PageRouter) {
    router.get("/forecast") { call in
      let page = try await page(call, form(call))
      return try await call.render(on: documents.queue, if: page.document != nil) {
        call.page(.forecast, title: page.title, page.values())
      }
    }
    router.get("/forecast/file") { call in
      guard let parameters = form(call).parameters else {
        throw ServerError(
          .argumentMalformed,
          "This address contains no forecast: fill in the form at /forecast.")
      }
      let document = try await documents.forecasts.document(
        parameters, within: call.scope, asOf: call.query["made"].flatMap { Int64($0) },
        for: await call.queueCaller)
      return try await DocumentFile(document, name: "forecast-\(parameters.province ?? "all")")
        .response(call, on: documents.queue)
    }
  }

  private func form(_ call: PageCall) -> ForecastForm {
    ForecastForm(today: CalendarDay(call.now)) { call.query[$0] }
  }

  private func page(_ call: PageCall, _ form: ForecastForm) async throws -> ForecastPage {
    var page = ForecastPage(
      call: call, form: form,
      provinces: try await documents.store.register.provinces(within: call.scope),
      groups: try await documents.store.groups.list(within: call.scope))
    guard let parameters = form.parameters else { return page }
    let moment = call.query["made"].flatMap { Int64($0) }
    let caller = await call.queueCaller
    do {
      page.document = try await documents.forecasts.document(
        parameters, within: call.scope, asOf: moment, for: caller)
    } catch let error as PlanError {
      // The figures do not depend on a plan.
      page.planFault = call.text("planPage.fault.\(error.code.rawValue)")
      var without = parameters
      without.budgetPerYear = nil
      page.document = try await documents.forecasts.document(
        without, within: call.scope, asOf: moment, for: caller)
    }
    return page
  }
}
