import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Presentation

/// `GET /api/v1/machines?silent=yes`: active machines that no longer report, the latest to fall
/// silent first.
extension MachineRoutes {
  static let mostMachines = 1_000

  func silent(
    _ request: Request, _ context: CentreContext, _ principal: Principal
  ) async throws -> Response {
    let query = PageQuery(request)
    guard query["silent"] == "yes" else {
      throw ServerError(
        .argumentMalformed, "Only silent machines are listed here: send silent=yes.")
    }
    let now = now()
    var filter = SilentMachineFilter(province: query.province)
    if let days = try Self.number("since", query, 1...SilentMachineQuery.maximumDays) {
      filter.since = now.addingTimeInterval(-Double(days) * 86_400)
    }
    if let group = query["group"] {
      filter.communes = try await store.groups.members(
        of: String(group.prefix(100)), within: principal.scope
      ).codes
    }
    let found = try await store.coverage.silentMachines(
      filter, within: principal.scope, now: now,
      limit: try Self.number("limit", query, 1...Self.mostMachines) ?? Self.mostMachines,
      offset: try Self.number("offset", query, 0...10_000_000) ?? 0)
    let showsContact = principal.user?.role.allows(.manage) == true
    let document: JSONObject = [
      // The total number, of which `machines` may be a part.
      "total": found.total,
      "machines": found.machines.map {
        SilentMachinesJSON.machine($0, showsContact: showsContact)
      },
    ]
    return Response(
      status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: try DocumentEncoder.encode(document))))
  }

  private static func number(
    _ name: String, _ query: PageQuery, _ range: ClosedRange<Int>
  ) throws -> Int? {
    guard let text = query[name] else { return nil }
    guard text.utf8.count <= 8, text.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(text),
      range.contains(number)
    else {
      throw ServerError(
        .argumentMalformed,
        "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text.prefix(20))\"."
      )
    }
    return number
  }
}

/// Silent machines for programs. Times are RFC 3339 in UTC; unknown values are null.
enum SilentMachinesJSON {
  /// - Parameter showsContact: false omits the contact, for users who may not manage the commune.
  static func machine(_ machine: SilentMachine, showsContact: Bool) -> JSONObject {
    var object: JSONObject = [
      "id": machine.id, "commune": machine.commune, "communeName": machine.communeName,
      "province": machine.provinceCode, "provinceName": machine.provinceName,
      "simulated": machine.simulated, "manufacturer": machine.manufacturer,
      "model": machine.model, "lastReportAt": machine.lastReportAt,
      "silentSince": machine.silentSince,
    ]
    if showsContact { object.add("contact", CommuneJSON.contact(machine.contact)) }
    return object
  }
}
