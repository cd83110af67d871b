import InventoryStore

/// The steps of a check, one a screen, in their order.
enum CheckStep: String, CaseIterable, Sendable {
  case computer, line, system, services, scanner, accounts

  var next: CheckStep? {
    Self.allCases.firstIndex(of: self).flatMap {
      $0 + 1 < Self.allCases.count ? Self.allCases[$0 + 1] : nil
    }
  }
}

/// What is checked: a commune, and one of its computers or the office as such.
struct CheckSubject: Sendable {
  static let path = "/check"

  let commune: String
  /// nil for the office as such.
  let machine: String?

  /// - Parameters:
  ///   - commune: as it was asked for; nil is the commune of the scope, if that is one.
  init?(commune: String?, machine: String?, within scope: Scope) {
    // A form sends what was not chosen as nothing.
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
