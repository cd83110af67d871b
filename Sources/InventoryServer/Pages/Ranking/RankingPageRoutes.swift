import Hummingbird
import InventoryStore
import Presentation

/// `/ranking`.
struct RankingPageRoutes: Sendable {
  let documents: PlannerDocuments

  func add(to router: PageRouter) {
    router.get("/ranking", showsPast: true) { call in
      // A ranking of one commune means little: its own page shows its rank.
      if case .commune(let code) = call.scope {
        return PageResponse.seeOther(call.communeAddress(code))
      }
      var query = try RankingQuery(call.query)
      try await query.find(in: documents.store.groups, within: call.scope, by: documents.policy)
      let document = try await documents.rankings.document(
        .init(province: query.province, scope: call.scope),
        asOf: try call.query.asOf(now: call.now), for: await call.queueCaller)
      let provinces = try await documents.store.register.provinces(within: call.scope)
      let groups = try await documents.store.groups.all(within: call.scope)
      return try await call.render(on: documents.queue, if: call.showsAllRows) { [query] in
        let page = RankingPage(
          document: document, query: query, call: call, provinces: provinces, groups: groups)
        return call.page(.ranking, title: page.title, page.values())
      }
    }
  }
}
