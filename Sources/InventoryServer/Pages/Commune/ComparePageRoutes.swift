import Foundation
import Hummingbird
import InventoryStore
import Presentation

/// `/compare`: two communes, or one at two times, side by side.
struct ComparePageRoutes: Sendable {
  let source: CommuneSource

  func add(to router: PageRouter) {
    router.get("/compare") { call in
      let choices = try await choices(call)
      guard let wanted = try CompareQuery(call.query, now: call.now) else {
        return call.page(
          .compare, title: call.text("compare.heading"), ComparePage.form(call, choices))
      }
      let comparison = try await source.comparison(
        wanted, within: call.scope, for: await call.queueCaller)
      let page = ComparePage(comparison: comparison, call: call)
      return call.page(.compare, title: page.title, page.values(choices))
    }
  }

  /// The communes of the first one's province, or of the caller's, so that users need not know
  /// codes.
  private func choices(_ call: PageCall) async throws -> [CommuneRecord] {
    let province: String?
    switch call.scope {
    case .country:
      let first = call.query["first"]
      province = try await source.store.register.communes(province: nil, within: call.scope)
        .first { $0.code == first }?.provinceCode
      if province == nil { return [] }
    case .province, .commune: province = nil
    }
    return try await source.store.register.communes(province: province, within: call.scope)
  }
}
