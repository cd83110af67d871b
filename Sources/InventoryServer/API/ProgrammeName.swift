import Foundation
public import InventoryStore

/// A programme in a list for programs: output of `programme list --format json`, and the answer of
/// `/api/v1/programmes`.
public struct ProgrammeName: Encodable, Sendable {
  let number: Int64
  let name: String
  /// Two or five digits, or `country`.
  let area: String
  /// Whole VND.
  let budget: Int
  let adoptedBy: String
  /// RFC 3339.
  let adoptedAt: String

  public init(_ programme: Programme) {
    number = programme.number
    name = programme.name
    area = programme.area.code
    budget = programme.budget
    adoptedBy = programme.adoptedBy
    adoptedAt = programme.adoptedAt.ISO8601Format()
  }
}
