import Foundation
import Hummingbird
import InventoryStore
import Prioritization

/// `/coverage/machines`: silent machines, also as a table.
struct SilentMachineRoutes: Sendable {
  let documents: PlannerDocuments

  func add(to router: PageRouter) {
    router.get("/coverage/machines") { call in
      let query = try SilentMachineQuery(call)
      let page = try await page(query, call)
      let filter = try await query.filter(documents.store, call)
      let total = try await documents.store.coverage.silentMachines(
        filter, within: call.scope, now: call.now, limit: 0
      ).total
      let range = PageRange(call.query, of: total)
      let machines = try await documents.store.coverage.silentMachines(
        filter, within: call.scope, now: call.now, limit: range.size, offset: range.offset,
        total: total
      ).machines
      return try await call.render(on: documents.queue, if: call.showsAllRows) {
        call.page(.silentMachines, title: page.title, page.values(machines, range))
      }
    }
    router.get("/coverage/machines.csv") { call in
      let query = try SilentMachineQuery(call)
      let page = try await page(query, call)
      let machines = try await documents.store.coverage.silentMachines(
        try await query.filter(documents.store, call), within: call.scope, now: call.now
      ).machines
      return try await call.render(on: documents.queue, if: machines.count > PageRange.undivided) {
        PageResponse.file(
          page.table(machines), type: "text/csv; charset=utf-8",
          name: "silent-machines-\(query.province ?? "all").csv")
      }
    }
  }

  private func page(_ query: SilentMachineQuery, _ call: PageCall) async throws
    -> SilentMachinesPage
  {
    SilentMachinesPage(
      call: call, query: query,
      provinces: try await documents.store.register.provinces(within: call.scope),
      groups: try await documents.store.groups.list(within: call.scope),
      silentDays: documents.policy.reporting.silentDays)
  }
}
