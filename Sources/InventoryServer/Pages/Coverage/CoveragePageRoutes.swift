import Foundation
import Hummingbird
import InventoryStore
import Prioritization

/// `/coverage`: communes that report, fell silent or never enrolled; also as a table.
struct CoveragePageRoutes: Sendable {
  let documents: PlannerDocuments
  /// The version that agents should have.
  let currentAgent: String

  func add(to router: PageRouter) {
    router.get("/coverage") { call in
      let query = try await query(call)
      let page = CoveragePage(
        call: call, query: query, communes: try await communes(query, call),
        provinces: try await documents.store.register.provinces(within: call.scope),
        groups: try await documents.store.groups.list(within: call.scope),
        limits: documents.policy.reporting,
        withoutInventory: try await documents.store.coverage.agentsWithoutInventory(
          province: query.province, within: call.scope, now: call.now))
      guard page.showsCommunes else {
        return call.page(.coverage, title: page.title, page.values(nil, troubled: []))
      }
      let shown = CoverageSlice(query.apply(to: page.communes), call.query)
      let troubled = try await documents.store.coverage.troubledMachines(
        of: shown.withTroubledMachines, within: call.scope, now: call.now)
      return try await call.render(on: documents.queue, if: call.showsAllRows) {
        call.page(.coverage, title: page.title, page.values(shown, troubled: troubled))
      }
    }
    router.get("/coverage.csv") { call in
      let query = try await query(call)
      let communes = try await communes(query, call)
      let table = CoverageTable(call: call)
      func file(_ bytes: Data, _ part: String) -> Response {
        PageResponse.file(
          bytes, type: "text/csv; charset=utf-8", name: "coverage-\(part).csv")
      }
      guard call.query["by"] != "province" else {
        return file(table.provinces(communes), "provinces")
      }
      let listed = query.apply(to: communes)
      let troubled = try await documents.store.coverage.troubledMachines(
        of: listed.map(\.code), within: call.scope, now: call.now)
      return file(table.communes(listed, troubled: troubled), query.province ?? "all")
    }
  }

  private func query(_ call: PageCall) async throws -> CoverageQuery {
    var query = try CoverageQuery(call)
    if let group = query.group {
      query.members = Set(
        try await documents.store.groups.members(of: group, within: call.scope).codes)
    }
    return query
  }

  private func communes(_ query: CoverageQuery, _ call: PageCall) async throws -> [CommuneCoverage]
  {
    let communes = try await documents.store.coverage.communes(
      policy: documents.policy, currentAgent: currentAgent, province: query.province,
      within: call.scope,
      now: call.now)
    guard let members = query.members else { return communes }
    return communes.filter { members.contains($0.code) }
  }
}
