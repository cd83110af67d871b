import Foundation
import InventoryStore
import Reporting

/// An officer's attestation of a right to a service, as typed.
struct AttestationForm {
  let service: String
  let status: AccountStatus
  /// When the right expires: the end of the given day in Vietnam.
  let end: Date?
  let note: String?

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ form: PageForm, _ call: PageCall) throws {
    service = form["service"] ?? ""
    note = form["note"]
    (status, end) = try Self.standing(form["status"] ?? "", until: form["until"], call)
  }

  /// A status and the end of the day until which it holds, in the names that forms show.
  ///
  /// - Throws: ``ServerError`` with `argumentMalformed`.
  static func standing(
    _ name: String, until day: String?, _ call: PageCall
  ) throws -> (AccountStatus, Date?) {
    guard let status = Attestation.statuses.first(where: { $0.rawValue == name }) else {
      let names = Attestation.statuses.map { call.text("status.\($0.rawValue)") }
      throw ServerError(
        .argumentMalformed,
        call.text("commune.attestOneOf", ["statuses": names.joined(separator: ", ")]))
    }
    guard let day else { return (status, nil) }
    guard let end = VietnamDay.written(day).flatMap(VietnamDay.end) else {
      throw ServerError(.argumentMalformed, call.text("commune.dayMalformed"))
    }
    guard status != .active || end > call.now else {
      throw ServerError(
        .argumentMalformed,
        call.text("commune.attestDayOver", ["expired": call.text("status.expired")]))
    }
    return (status, end)
  }
}
