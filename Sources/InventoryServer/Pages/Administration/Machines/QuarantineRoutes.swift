import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation
import Reporting

/// `/administration/machines`: decisions for an officer: quarantined machines, requests to retire
/// machines, and pairs of similar ones.
struct QuarantineRoutes: Sendable {
  let store: InventoryStore
  /// Renders lists that are requested unpaged.
  let queue: BoundedQueue

  func add(to router: PageRouter) {
    router.get("/administration/machines", .manage) { call in
      var refused: RefusedQuery?
      if let id = call.query["machine"] {
        do {
          let machine = try await store.machines.traits(of: id, within: call.scope)
          return PageResponse.seeOther("/machines/\(machine.summary.id)")
        } catch {
          refused = try RefusedQuery(error, call)
        }
      }
      let total = try await store.machines.quarantinedCount(within: call.scope)
      let pages = PageRange(call.query, of: total)
      let machines = try await store.machines.quarantined(
        within: call.scope, limit: pages.size, offset: pages.offset)
      let proposals = try await store.machines.mergeProposals(within: call.scope)
      let requests = try await store.machines.retirementRequests(within: call.scope)
      return try await call.render(on: queue, if: call.showsAllRows) { [refused] in
        var values = pages.values(call, shown: machines.count)
        values["sought"] = call.query["machine"] ?? ""
        values["unknown"] = refused?.fault
        values["machines"] = machines.map { Self.row($0, call) }
        values["noMachines"] = machines.isEmpty
        values["isPaged"] = pages.pages > 1
        values["proposals"] = proposals.map { Self.row($0, call) }
        values["noProposals"] = proposals.isEmpty
        values["requests"] = requests.map { RetirementRequestText(call: call, request: $0).row() }
        values["hasRequests"] = !requests.isEmpty
        values["anySimulated"] = machines.contains(where: \.simulated)
        return call.administration(
          .administrationMachines, .machines, values, status: refused?.status ?? .ok)
      }
    }
  }

  private static func row(_ machine: QuarantinedMachine, _ call: PageCall) -> PageValues {
    var row: PageValues = [
      "id": machine.id, "address": "/machines/\(machine.id)",
      "commune": machine.communeName, "code": machine.commune,
      "what": ProductName.of(machine.manufacturer, machine.model)
        ?? call.text("machineTraits.unknown"),
      "since": call.people.dateTime(machine.since),
      "lastReport": call.people.dateTime(machine.lastReportAt),
      "reason": QuarantineReason.text(machine.reason, call),
    ]
    if machine.simulated { row["simulated"] = call.text("simulated.mark") }
    return row
  }

  private static func row(_ proposal: MergeProposal, _ call: PageCall) -> PageValues {
    [
      "former": proposal.former, "later": proposal.later, "commune": proposal.communeName,
      "code": proposal.commune, "since": call.people.dateTime(proposal.proposedAt),
      "evidence": MergeDecisionPage.names(of: proposal.evidence, call),
      "address": MergeDecisionPage.path(proposal.former, proposal.later),
    ]
  }
}
