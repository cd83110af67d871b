import Foundation
import InventoryStore

/// An officer's attestation of a right to a service, as typed.
struct AttestationForm {
  let service: String
  let status: String
  /// When the right expires: the end of the given day in Vietnam.
  let end: Date?
  let note: String?

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ form: PageForm, _ call: PageCall) throws {
    service = form["service"] ?? ""
    status = form["status"] ?? ""
    note = form["note"]
    end = try form["until"].map { text in
      guard let end = VietnamDay.end(text) else {
        throw ServerError(.argumentMalformed, call.text("commune.dayMalformed"))
      }
      return end
    }
  }
}
