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
      let title = call.text("compare.heading")
      do {
        guard let wanted = try CompareQuery(call.query, now: call.now) else {
          return call.page(.compare, title: title, ComparePage.form(call, choices))
        }
        let comparison = try await source.comparison(
          wanted, within: call.scope, for: await call.queueCaller)
        let page = ComparePage(comparison: comparison, call: call)
        return call.page(.compare, title: page.title, page.values(choices))
      } catch {
        let refused = try RefusedQuery(error, call)
        var values = ComparePage.form(call, choices)
        values["fault"] = refused.fault
        let wrong = await wrongFields(error, call)
        values["firstIsWrong"] = wrong.contains("first")
        values["firstAsOfIsWrong"] = wrong.contains("firstAsOf")
        values["secondIsWrong"] = wrong.contains("second")
        values["secondAsOfIsWrong"] = wrong.contains("secondAsOf")
        return call.page(.compare, title: title, values, status: refused.status)
      }
    }
  }

  /// The fields that an error is about.
  private func wrongFields(_ error: any Error, _ call: PageCall) async -> [String] {
    switch error {
    case let error as InventoryError where error.code == .communeUnknown:
      var unknown: [String] = []
      for field in ["first", "second"] {
        guard let code = call.query[field] else { continue }
        let details = try? await source.store.communes.details(
          code, within: call.scope, now: call.now)
        if details == nil { unknown.append(field) }
      }
      return unknown
    case let error as ServerError where error.code == .timeMalformed:
      return ["firstAsOf", "secondAsOf"].filter { field in
        (try? call.query.asOf(field, now: call.now)) == nil && call.query[field] != nil
      }
    case let error as InventoryError where error.code == .pastNotKept:
      // If both days are too early, the other one is refused next.
      let days = ["firstAsOf", "secondAsOf"].compactMap { field in
        (try? call.query.asOf(field, now: call.now)).map { (field, $0) }
      }
      return days.min { $0.1 < $1.1 }.map { [$0.0] } ?? []
    default: return ["second"]
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
