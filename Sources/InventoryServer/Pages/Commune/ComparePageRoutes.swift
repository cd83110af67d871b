import Foundation
import Hummingbird
import InventoryStore
import Presentation

/// `/compare`: two communes, or one at two times, side by side.
struct ComparePageRoutes: Sendable {
  let source: CommuneSource

  func add(to router: PageRouter) {
    router.get("/compare") { call in
      guard let wanted = try CompareQuery(call.query, now: call.now) else {
        return call.page(
          .compare, title: call.text("compare.heading"), ComparePage.form(call))
      }
      let comparison = try await source.comparison(
        wanted, within: call.scope, for: await call.queueCaller)
      let page = ComparePage(comparison: comparison, call: call)
      return call.page(.compare, title: page.title, page.values())
    }
  }
}
