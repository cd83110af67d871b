import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Logging
import NIOCore
import Prioritization
import Reporting

/// `GET /metrics`: the centre's activity, for Prometheus.
///
/// Without signing in only from this machine, where Prometheus or its agent runs; from elsewhere
/// with the API token of an administrator. Anything forwarded by a proxy counts as from elsewhere.
struct MetricsRoutes: Sendable {
  let centre: Centre
  let shared: SharedResources
  let authenticator: Authenticator
  let inventory: InventoryFiguresCache

  private var metrics: CentreMetrics { centre.metrics }

  func add(to router: some RouterMethods<CentreContext>) {
    router.get("/metrics") { request, context in
      try await requireRight(request, context)
      let text = await text(context.logger)
      return Response(
        status: .ok,
        headers: [.contentType: Exposition.contentType, .cacheControl: "no-store"],
        body: .init(byteBuffer: ByteBuffer(string: text)))
    }
  }

  /// - Throws: ``ServerError`` with `signInWanted` or `rightMissing`.
  private func requireRight(_ request: Request, _ context: CentreContext) async throws {
    if context.isLocal(request) { return }
    let principal = try await authenticator.principal(request, context)
    guard let user = principal?.user else {
      throw ServerError(
        .signInWanted,
        "Unless you connect from the server itself, send an administrator's API token as Authorization: Bearer TOKEN."
      )
    }
    guard user.role == .administrator else {
      throw ServerError(
        .rightMissing, "Metrics require an administrator's API token.")
    }
  }

  private func text(_ logger: Logger) async -> String {
    var exposition = Exposition()
    exposition.add(
      "commune_inventory_build_info", .gauge, "Version of the server.", label: "version",
      [(Release.version, 1)])
    metrics.expose(in: &exposition)
    exposeLoad(in: &exposition)
    shared.condition.expose(in: &exposition)
    // A file that was moved away still answers reads, but nothing is stored.
    exposition.add(
      "commune_inventory_database_in_place", .gauge,
      "1 if the database is still the file at its path; otherwise nothing is stored.",
      centre.store.upkeep.isInPlace ? 1 : 0)
    do {
      try await inventory.figures(now: centre.now()).expose(in: &exposition)
    } catch {
      // If the database fails, the other figures matter even more.
      logger.error("figures failed", metadata: ["error": "\(String(describing: error))"])
      exposition.add(
        "commune_inventory_database_up", .gauge, "1 if the database answers a read.", 0)
    }
    ProcessFigures.expose(in: &exposition)
    return exposition.text
  }

  private func exposeLoad(in exposition: inout Exposition) {
    let backlog = centre.store.upkeep.backlog
    exposition.add(
      "commune_inventory_writes_waiting", .gauge, "Writes waiting for the disk.",
      Double(backlog.count))
    exposition.add(
      "commune_inventory_write_seconds", .gauge,
      "Moving average of the time of one write, excluding waiting.",
      backlog.secondsPerWrite)
    let limits = centre.limits
    let (requests, slots) = (shared.agents.requests, shared.agents.slots)
    for (name, help, value, limit) in [
      ("connections", "Connections", metrics.connections.now, limits.connections),
      ("agent_requests", "Agent requests in progress", requests.count, requests.maximum),
      ("bandwidth_slots", "Line measurements in progress", slots.count, limits.bandwidth.tests),
    ] {
      exposition.add("commune_inventory_\(name)", .gauge, "\(help).", Double(value))
      exposition.add(
        "commune_inventory_\(name)_limit", .gauge, "\(help): maximum.", Double(limit))
    }
  }
}

extension InventoryFigures {
  fileprivate func expose(in exposition: inout Exposition) {
    exposition.add(
      "commune_inventory_database_up", .gauge, "1 if the database answers a read.", 1)
    exposition.add(
      "commune_inventory_communes", .gauge, "Communes in the register, by reporting status.",
      label: "reporting",
      communes.map { ($0.key.rawValue, Double($0.value)) }.sorted { $0.0 < $1.0 })
    exposition.add(
      "commune_inventory_machines", .gauge, "Computers ever enrolled, by state.",
      label: "state", machines.map { ($0.key.rawValue, Double($0.value)) }.sorted { $0.0 < $1.0 })
    exposition.add(
      "commune_inventory_machines_oversized", .gauge,
      "Machines of which a report was refused in the last days because it would have filled the disk.",
      Double(oversizedMachines))
    exposition.add(
      "commune_inventory_database_bytes", .gauge, "Size of the database file.",
      databaseBytes.map(Double.init))
    exposition.add(
      "commune_inventory_database_wal_bytes", .gauge,
      "Size of the write-ahead log.", walBytes.map(Double.init))
  }
}
