import HTTPTypes
import InventoryStore
import Presentation

/// A form whose contents were refused: its page shows it again as typed, with the reason in the
/// page's language.
struct RefusedForm: Sendable {
  /// The form's name on the page, such as `attest`.
  let name: String
  let fields: PageForm
  /// For a table, one line per fault.
  let fault: String
  let status: HTTPResponse.Status

  init(name: String, fields: PageForm, fault: String, status: HTTPResponse.Status = .badRequest) {
    (self.name, self.fields, self.fault, self.status) = (name, fields, fault, status)
  }

  /// - Parameter items: Returns the name of an item of purchase for its id.
  /// - Throws: `error` itself if changing the form cannot correct it.
  init(
    name: String, fields: PageForm, _ error: any Error, _ call: PageCall,
    items: (String) -> String = { $0 }
  ) throws {
    switch error {
    case let error as ServerError
    where [.argumentMalformed, .formMalformed, .formExpired].contains(error.code):
      self.init(name: name, fields: fields, fault: call.said(error.message), status: error.status)
    case let error as InventoryError
    where [.argumentMalformed, .stateConflict].contains(error.code) && error.faults.isEmpty:
      self.init(name: name, fields: fields, fault: call.said(error.message), status: error.status)
    default:
      guard let fault = TableFaultText.text(error, call, items: items) else { throw error }
      let isConflict = (error as? InventoryError)?.code == .stateConflict
      self.init(
        name: name, fields: fields, fault: fault, status: isConflict ? .conflict : .badRequest)
    }
  }

  /// The text typed in a field; empty if none.
  subscript(field: String) -> String { fields.exactly(field) ?? "" }
}

extension PageCall {
  /// A sentence composed in English, in the page's language.
  func said(_ english: String) -> String { templates.sentences(english, language) }

  /// The refused form, if it has that name.
  func refused(_ name: String) -> RefusedForm? { refused?.name == name ? refused : nil }

  /// The call for the page that shows a refused form again.
  ///
  /// - Throws: `error` itself if changing the form cannot correct it.
  func refusing(_ name: String, _ form: PageForm, _ error: any Error) throws -> PageCall {
    var call = self
    call.refused = try RefusedForm(name: name, fields: form, error, self)
    return call
  }
}
