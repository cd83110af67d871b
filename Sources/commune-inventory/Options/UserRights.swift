public import ArgumentParser
public import InventoryStore
import Reporting

/// What a user may do, and of what place.
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
    // The whole country is chosen, never left: a forgotten option would show everything.
    guard places == 1 || role == .administrator else {
      throw ValidationError(
        "Give the user's area: --province CODE, --commune CODE, or --country for the whole country."
      )
    }
  }

  /// The whole country if no place is named.
  var scope: Scope {
    get throws {
      if let commune { return .commune(try CommuneCode(commune).description) }
      return province.map(Scope.province) ?? .country
    }
  }
}

extension UserRole: ExpressibleByArgument {}
