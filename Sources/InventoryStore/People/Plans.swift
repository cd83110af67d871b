public import Foundation
public import GRDB

/// A saved plan as lists show it.
public struct SavedPlan: Sendable, Equatable {
  public var id: Int64
  public var name, owner: String
  /// The area that it covers.
  public var area: Scope
  /// The name of the province or commune; nil for the country.
  public var areaName: String?
  /// Whole VND.
  public var budget: Int
  public var savedAt: Date
}

extension InventoryStore.Plans {
  /// Maximum number of saved plans per user.
  public static let maximumPerUser = 200
  /// Maximum size of a plan's document.
  public static let maximumBytes = 4 << 20

  /// Saves a plan.
  ///
  /// - Parameters:
  ///   - area: that the plan covers, within the owner's scope.
  ///   - budget: whole VND.
  ///   - request: the parameters of the plan, as JSON.
  ///   - document: the plan, as JSON of at most ``maximumBytes``.
  /// - Throws: ``InventoryError`` with `argumentMalformed`, `stateConflict` if the owner has a plan
  ///   of that name or too many, `provinceUnknown`, `communeUnknown`.
  public func save(
    _ name: String, of owner: User, area: Scope, budget: Int, request: Data, document: Data,
    now: Date
  ) async throws -> Int64 {
    guard let name = name.cleanedName else {
      throw InventoryError(.argumentMalformed, "A plan's name has 1 to 100 characters.")
    }
    guard document.count <= Self.maximumBytes else {
      throw InventoryError(
        .argumentMalformed,
        "This plan is too large to save: create one for a single province, or download it as a workbook."
      )
    }
    return try await store.write { group in
      let database = group.database
      let (province, commune) = try Self.place(area, within: owner.scope, database)
      let kept = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM saved_plan WHERE user = ?",
        arguments: [owner.number])
      guard kept ?? 0 < Self.maximumPerUser else {
        throw InventoryError(
          .stateConflict,
          "You already have \(Self.maximumPerUser) saved plans: delete one first.")
      }
      let isTaken = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM saved_plan WHERE user = ? AND name = ?)",
        arguments: [owner.number, name])
      guard isTaken != true else {
        throw InventoryError(
          .stateConflict, "You already have a plan with this name: choose another.")
      }
      try database.execute(
        sql: """
          INSERT INTO saved_plan (user, name, province, commune, budget, request, document, savedAt)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          owner.number, name, province, commune, budget, String(decoding: request, as: UTF8.self),
          String(decoding: document, as: UTF8.self), Instant(now),
        ])
      return database.lastInsertedRowID
    }
  }

  /// Plans for areas within a scope, newest first.
  public func list(
    within scope: Scope, limit: Int, offset: Int = 0
  ) async throws -> (plans: [SavedPlan], total: Int) {
    try await store.pool.read { database in
      let seen = Self.seen(scope)
      let total = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM saved_plan s WHERE \(seen.sql)",
        arguments: StatementArguments(seen.arguments))
      let plans = try SavedPlan.fetchAll(
        database,
        sql: """
          SELECT \(SavedPlan.columns) FROM saved_plan s JOIN user u ON u.number = s.user
          WHERE \(seen.sql) ORDER BY s.savedAt DESC, s.id DESC LIMIT ? OFFSET ?
          """, arguments: StatementArguments(seen.arguments) + [limit, offset])
      return (plans, total ?? 0)
    }
  }

  /// A saved plan.
  ///
  /// - Returns: the plan with its request and document, both JSON.
  /// - Throws: ``InventoryError`` with `planUnknown`, also if it is outside the scope.
  public func plan(
    _ id: Int64, within scope: Scope
  ) async throws -> (plan: SavedPlan, request: Data, document: Data) {
    try await store.pool.read { database in
      let seen = Self.seen(scope)
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT \(SavedPlan.columns), s.request, s.document
          FROM saved_plan s JOIN user u ON u.number = s.user WHERE s.id = ? AND \(seen.sql)
          """, arguments: [id] + StatementArguments(seen.arguments))
      guard let row else { throw Self.planUnknown }
      let request: String = row["request"]
      let document: String = row["document"]
      return (SavedPlan(row: row), Data(request.utf8), Data(document.utf8))
    }
  }

  /// Deletes one of the owner's plans.
  ///
  /// - Throws: ``InventoryError`` with `planUnknown`, also for another user's plan.
  public func delete(_ id: Int64, of owner: User) async throws {
    try await store.write { group in
      try group.database.execute(
        sql: "DELETE FROM saved_plan WHERE id = ? AND user = ?", arguments: [id, owner.number])
      guard group.database.changesCount == 1 else { throw Self.planUnknown }
    }
  }

  private static let planUnknown = InventoryError(
    .planUnknown, "This plan does not exist: its owner may have deleted it.")

  /// The area as columns.
  ///
  /// - Throws: the same error for an area outside the scope as for one that does not exist.
  private static func place(
    _ area: Scope, within scope: Scope, _ database: Database
  ) throws -> (province: String?, commune: String?) {
    switch area {
    case .country:
      guard scope == .country else {
        throw InventoryError(.argumentMalformed, "This plan covers more than your area.")
      }
      return (nil, nil)
    case .province(let code):
      try scope.requireProvince(code, database)
      if case .commune = scope {
        throw InventoryError(.argumentMalformed, "This plan covers more than your area.")
      }
      return (code, nil)
    case .commune(let code):
      let condition = scope.condition("c")
      let known = try Bool.fetchOne(
        database, sql: "SELECT 1 FROM commune c WHERE c.code = ? AND \(condition.sql)",
        arguments: [code] + StatementArguments(condition.arguments))
      guard known == true else {
        throw InventoryError(.communeUnknown, "There is no commune \(code.cleaned(20) ?? "-").")
      }
      return (nil, code)
    }
  }

  /// The condition for rows of `saved_plan s` that lie wholly in a scope.
  private static func seen(_ scope: Scope) -> (sql: String, arguments: [String]) {
    switch scope {
    case .country: ("1", [])
    case .province(let code):
      (
        "(s.province = ? OR s.commune IN (SELECT code FROM commune WHERE province = ?))",
        [code, code]
      )
    case .commune(let code): ("s.commune = ?", [code])
    }
  }
}

extension SavedPlan: FetchableRecord {
  /// The columns that ``init(row:)`` reads, from `saved_plan s` and `user u`.
  fileprivate static let columns = """
    s.id, s.name, u.name AS owner, s.province, s.commune, s.budget, s.savedAt,
    coalesce((SELECT name FROM province p WHERE p.code = s.province),
      (SELECT name FROM commune c WHERE c.code = s.commune)) AS areaName
    """

  public init(row: Row) {
    id = row["id"]
    name = row["name"]
    owner = row["owner"]
    area = Scope(of: row)
    areaName = row["areaName"]
    budget = row["budget"]
    savedAt = row.date("savedAt")
  }
}
