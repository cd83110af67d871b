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

  func validate() throws {
    guard province == nil || commune == nil else {
      throw ValidationError("Give --province CODE or --commune CODE, not both.")
    }
  }

  /// The whole country where no place is named.
  var scope: Scope {
    get throws {
      if let commune { return .commune(try CommuneCode(commune).description) }
      return province.map(Scope.province) ?? .country
    }
  }
}

extension UserRole: ExpressibleByArgument {}
