import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/`: the start page.
struct OverviewRoutes: Sendable {
  let documents: PlannerDocuments
  let history: OverviewHistory

  func add(to router: PageRouter) {
    router.get("/", showsPast: true) { call in
      // Bookmarks and letters may still link to the ranking that was at this address before.
      let query = call.query.all.filter { $0.key != "language" }
      if !query.isEmpty { return Self.moved(to: call.address(path: "/ranking")) }
      // An overview of one commune means little: its own page shows the figures and its rank.
      if case .commune(let code) = call.scope {
        return PageResponse.seeOther(call.communeAddress(code))
      }
      let page = try await page(call)
      return call.page(.overview, title: page.title, page.values())
    }
  }

  private func page(_ call: PageCall) async throws -> OverviewPage {
    // These reads are independent, and each mostly waits for its turn at the file.
    async let ranking = documents.rankings.document(.init(province: nil, scope: call.scope))
    async let coverage = documents.store.coverage.communes(
      policy: documents.policy, currentAgent: "", within: call.scope, now: call.now)
    async let provinces = documents.store.register.provinces(within: call.scope)
    async let money = documents.programmes.money(within: call.scope, now: call.now)
    async let waiting = waiting(call)
    let caller = await call.queueCaller
    let months = OverviewHistory.monthEnds(before: call.now)
    let moveStart = OverviewHistory.moveStart(before: call.now)
    // Requests all moments together, so that they are read in one job.
    _ = try await history.facts(at: months + [moveStart], for: caller)
    let figures = try await history.figures(at: months, within: call.scope, for: caller)
    let before = try await history.ranks(at: moveStart, within: call.scope, for: caller)
    var page = OverviewPage(
      call: call, policy: documents.policy, document: try await ranking,
      coverage: try await coverage,
      trend: zip(months, figures).map { ($0, $1) },
      before: before.map { (moveStart, $0) },
      recordedSince: try await history.recordedSince(), provinces: try await provinces)
    let spent = try await money
    page.money = spent?.sums
    page.unconfirmed = spent?.unconfirmed ?? 0
    page.waiting = try await waiting
    return page
  }

  /// nil for users without decisions to take.
  private func waiting(_ call: PageCall) async throws -> OverviewPage.Waiting? {
    guard call.principal?.may(.manage) == true else { return nil }
    async let quarantined = documents.store.machines.quarantinedCount(within: call.scope)
    async let proposals = documents.store.machines.mergeProposals(within: call.scope).count
    async let requests = documents.store.machines.retirementRequests(within: call.scope).count
    async let tokens = documents.store.tokens.counts(within: call.scope, now: call.now).unused
    return try await .init(machines: quarantined + proposals + requests, tokens: tokens)
  }

  private static func moved(to address: String) -> Response {
    Response(
      status: .permanentRedirect,
      headers: [.location: address, .cacheControl: "no-cache, private"])
  }
}
