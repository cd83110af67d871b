import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/`: the start page.
struct OverviewRoutes: Sendable {
  let store: InventoryStore
  let policy: Policy
  let cache: RankingCache
  let history: OverviewHistory
  let programmes: ProgrammeCache

  func add(to router: PageRouter) {
    router.get("/", showsPast: true) { call in
      // What stood here before, in bookmarks and letters.
      let query = call.query.all.filter { $0.key != "language" }
      if !query.isEmpty { return Self.moved(to: call.address(path: "/ranking")) }
      // Figures of one commune say nothing: its own page shows them, and its rank.
      if case .commune(let code) = call.scope {
        return PageResponse.seeOther(call.communeAddress(code))
      }
      let page = try await page(call)
      return call.page(.overview, title: page.title, page.values())
    }
  }

  private func page(_ call: PageCall) async throws -> OverviewPage {
    let document = try await cache.document(.init(province: nil, scope: call.scope))
    let coverage = try await store.coverage.communes(
      policy: policy, currentAgent: "", within: call.scope, now: call.now)
    let caller = await call.queueCaller
    let months = OverviewHistory.monthEnds(before: call.now)
    let moveStart = OverviewHistory.moveStart(before: call.now)
    // All at once, so that they are read in one turn.
    _ = try await history.facts(at: months + [moveStart], for: caller)
    let figures = try await history.figures(at: months, within: call.scope, for: caller)
    let before = try await history.ranks(at: moveStart, within: call.scope, for: caller)
    var page = OverviewPage(
      call: call, policy: policy, document: document, coverage: coverage,
      trend: zip(months, figures).map { ($0, $1) },
      before: before.map { (moveStart, $0) },
      recordedSince: try await history.recordedSince(),
      provinces: try await store.register.provinces(within: call.scope))
    let money = try await programmes.money(within: call.scope, now: call.now)
    page.money = money?.sums
    page.unconfirmed = money?.unconfirmed ?? 0
    if call.principal?.may(.manage) == true {
      page.waiting = .init(
        machines: try await store.machines.heldBackCount(within: call.scope)
          + store.machines.mergeProposals(within: call.scope).count
          + store.machines.retirementRequests(within: call.scope).count,
        tokens: try await store.tokens.counts(within: call.scope, now: call.now).unused)
    }
    return page
  }

  private static func moved(to address: String) -> Response {
    Response(
      status: .permanentRedirect,
      headers: [.location: address, .cacheControl: "no-cache, private"])
  }
}
