import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore

/// `GET /api/v1/machines/{id}`: one machine for programs; see ``MachineJSON``.
struct MachineRoutes: Sendable {
  let store: InventoryStore
  let now: @Sendable () -> Date

  func add(to router: ProgramRouter) {
    router.get("/api/v1/machines/{id}") { _, context, principal in
      let id = context.parameters.get("id") ?? ""
      do {
        let document = MachineJSON(
          try await store.machine(id, within: principal.scope, now: now()),
          try await store.facts(of: id, within: principal.scope),
          identifying: principal.user?.role.allows(.manage) ?? false)
        return Response(
          status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
          body: .init(byteBuffer: ByteBuffer(bytes: try document.encoded())))
      } catch let error as InventoryError where error.code == .machineUnknown {
        // To an agent a machine that is unknown must enrol; here it is not there.
        throw ServerError(.notFound, error.message)
      }
    }
  }
}
