public import ArgumentParser
public import InventoryStore
import Reporting

/// Options for a user's role and area.
struct UserRights: ParsableArguments {
  @Option(help: "planner, officer or administrator.")
  var role: UserRole

  @Option(help: "Limit the user to this province (two-digit code).")
  var province: String?

  @Option(help: "Limit the user to this commune (five-digit code).")
  var commune: String?

  @Flag(help: "The user sees the whole country, as administrators always do.")
  var country = false

  func validate() throws {
    let places = [province != nil, commune != nil, country].count { $0 }
    guard places <= 1 else {
      throw ValidationError(
        "Give one of --province CODE, --commune CODE and --country, not several.")
    }
  }

  /// Warns that a planner or an officer gets the whole country if no option says so: one may have
  /// been forgotten.
  func warnIfCountryIsUnsaid(of name: String) {
    guard province == nil, commune == nil, !country, role != .administrator else { return }
    Warning.say(
      "\(name) sees the whole country: give --province CODE or --commune CODE for less, or --country if that is meant."
    )
  }

  /// The whole country if no place is named.
  var scope: Scope {
    get throws {
      if let commune { return .commune(try CommuneCode(commune).description) }
      return province.map(Scope.province) ?? .country
    }
  }
}

extension UserRole: ExpressibleByArgument {
  /// With its article, so that nobody's name is taken for it when a sentence is translated.
  var inSentence: String {
    switch self {
    case .planner: "a planner"
    case .officer: "an officer"
    case .administrator: "an administrator"
    }
  }
}
