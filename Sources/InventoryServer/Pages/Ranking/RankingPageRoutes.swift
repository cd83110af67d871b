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
      let provinces = try await documents.store.register.provinces(within: call.scope)
      let groups = try await documents.store.groups.all(within: call.scope)
      let document: RankingDocument
      do {
        document = try await documents.rankings.document(
          .init(province: query.province, scope: call.scope),
          asOf: try call.query.asOf(now: call.now), for: await call.queueCaller)
      } catch {
        // The filter without a list: that of another day would mislead.
        let refused = try RefusedQuery(error, call)
        let form = RankingForm(
          call: call, query: query, provinces: provinces, groups: groups, policy: documents.policy)
        return call.page(
          .ranking, title: call.text("ranking.title"),
          ["form": form.values(), "fault": refused.fault], status: refused.status)
      }
      return try await call.render(on: documents.queue, if: call.showsAllRows) { [query] in
        let page = RankingPage(
          document: document, query: query, call: call, provinces: provinces, groups: groups)
        return call.page(.ranking, title: page.title, page.values())
      }
    }
  }
}
