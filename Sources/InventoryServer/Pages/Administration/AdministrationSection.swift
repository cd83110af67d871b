import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation

/// Sections of the administration, in the order of their links.
enum AdministrationSection: String, CaseIterable {
  case overview, machines, tokens, register, groups, users, audit, programs, account

  var path: String { self == .overview ? "/administration" : "/administration/\(rawValue)" }

  var right: Right {
    switch self {
    case .overview, .programs, .account: .own
    case .machines, .tokens: .manage
    case .register, .groups, .users, .audit: .administer
    }
  }
}

/// A completed action, confirmed on the next page.
enum AdministrationAction: String {
  case tokenRevoked, keptApart, userChanged, userRemoved, programRevoked, passwordChanged,
    lettersChanged,
    chainChecked, clockConfirmed, registerImported, groupsImported, groupRemoved
}

extension PageCall {
  /// A page of the administration; never stored by browsers.
  func administration(
    _ template: PageTemplate, _ part: AdministrationSection, title: String? = nil,
    _ values: PageValues,
    status: HTTPResponse.Status = .ok
  ) -> Response {
    var values = values
    values["parts"] = AdministrationSection.allCases.filter { principal?.may($0.right) == true }
      .map { each in
        [
          "address": each.path, "label": text("administration.\(each.rawValue)"),
          "current": each == part,
        ] as PageValues
      }
    if let action = query["done"].flatMap(AdministrationAction.init) {
      values["done"] = text("administration.done.\(action.rawValue)")
    }
    let own = title ?? text("administration.\(part == .overview ? "title" : part.rawValue)")
    var response = page(template, title: own, values, status: status)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  /// Redirects after an action.
  func done(_ action: AdministrationAction, at path: String, keeping kept: String...) -> Response {
    var parameters: [String: String?] = ["done": action.rawValue]
    for name in kept { parameters[name] = query[name] }
    return PageResponse.seeOther(PageAddress.make(path, parameters))
  }

  /// The signed-in person.
  ///
  /// - Throws: ``ServerError`` with `signInWanted`.
  func person() throws -> User {
    guard let person = principal?.person else {
      throw ServerError(.signInWanted, text("error.signInToChange"))
    }
    return person
  }

  /// Requires the confirmation box of a destructive action to be ticked.
  ///
  /// - Throws: ``ServerError`` with `formMalformed`.
  func requireConfirmation(_ form: PageForm) throws {
    guard form["sure"] == "yes" else {
      throw ServerError(.formMalformed, text("administration.notSure"))
    }
  }
}
