import InventoryStore

/// The steps of a check, one per screen, in order.
enum CheckStep: String, CaseIterable, Sendable {
  case computer, line, system, services, scanner, accounts

  var next: CheckStep? {
    Self.allCases.firstIndex(of: self).flatMap {
      $0 + 1 < Self.allCases.count ? Self.allCases[$0 + 1] : nil
    }
  }
}

/// The subject of a check: a commune, and one of its computers or the office as a whole.
struct CheckSubject: Sendable {
  static let path = "/check"

  let commune: String
  /// nil for the office as a whole.
  let machine: String?

  /// - Parameters:
  ///   - commune: The requested commune; nil stands for the scope, if it is a commune.
  init?(commune: String?, machine: String?, within scope: Scope) {
    // A form submits a missing choice as an empty text.
    let chosen = commune.flatMap { $0.isEmpty ? nil : $0 }
    if case .commune(let own) = scope {
      self.commune = chosen ?? own
    } else if let chosen {
      self.commune = chosen
    } else {
      return nil
    }
    self.machine = machine.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ form: PageForm, _ check: CheckCall) throws {
    guard
      let subject = CheckSubject(
        commune: form["commune"], machine: form["machine"], within: check.scope)
    else { throw ServerError(.argumentMalformed, check.call.text("check.noCommune")) }
    self = subject
  }

  func address(_ step: CheckStep, done: CheckStep? = nil) -> String {
    PageAddress.make(
      Self.path,
      ["commune": commune, "machine": machine, "step": step.rawValue, "done": done?.rawValue])
  }
}
