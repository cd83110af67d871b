import HTTPTypes
import InventoryStore
import Presentation

/// A form that was refused for what it says: its page shows it again as it was typed, with the reason
/// in the page's language.
struct RefusedForm: Sendable {
  /// Which of the page's forms, `attest`.
  let name: String
  let fields: PageForm
  /// Of a table a line for each fault.
  let fault: String
  let status: HTTPResponse.Status

  init(name: String, fields: PageForm, fault: String, status: HTTPResponse.Status = .badRequest) {
    (self.name, self.fields, self.fault, self.status) = (name, fields, fault, status)
  }

  /// - Throws: `error` itself if another form of the same page could not mend it.
  init(name: String, fields: PageForm, _ error: any Error, _ call: PageCall) throws {
    switch error {
    case let error as ServerError where error.code == .argumentMalformed:
      self.init(name: name, fields: fields, fault: call.said(error.message), status: error.status)
    case let error as InventoryError
    where [.argumentMalformed, .stateConflict].contains(error.code):
      self.init(name: name, fields: fields, fault: call.said(error.message), status: error.status)
    default:
      guard let fault = TableFaultText.text(error, call) else { throw error }
      self.init(name: name, fields: fields, fault: fault)
    }
  }

  /// What was typed there; empty if nothing.
  subscript(field: String) -> String { fields.exactly(field) ?? "" }
}

extension PageCall {
  /// A sentence that was composed in English, in the page's language.
  func said(_ english: String) -> String { templates.sentences(english, language) }

  /// The form of that name if it is the one that was refused.
  func refused(_ name: String) -> RefusedForm? { refused?.name == name ? refused : nil }

  /// The call for the page that shows a refused form again.
  ///
  /// - Throws: `error` itself if the form could not mend it.
  func refusing(_ name: String, _ form: PageForm, _ error: any Error) throws -> PageCall {
    var call = self
    call.refused = try RefusedForm(name: name, fields: form, error, self)
    return call
  }
}
