import Foundation
import InventoryStore

/// What an officer typed to attest how a right to a service stands.
struct AttestationForm {
  let service: String
  let status: String
  /// From when the right has run out: the end of the day that was named, in Vietnam.
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
