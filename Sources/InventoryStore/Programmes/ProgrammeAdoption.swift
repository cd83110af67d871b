import Cryptography
public import Foundation
import GRDB

extension InventoryStore.Programmes {
  /// Maximum size of a plan's document, policy and baseline together.
  public static let maximumBytes = 16 << 20

  /// Adopts a plan: its purchases become line items, and everything that it is based on is frozen.
  ///
  /// - Returns: the programme's number.
  /// - Throws: ``InventoryError`` with `argumentMalformed`, or `stateConflict` if that plan was
  ///   adopted before or the name is taken.
  public func adopt(
    _ adoption: Adoption, within scope: Scope, by actor: Actor = .systemUser(), now: Date
  ) async throws -> Int64 {
    guard let name = adoption.name.cleanedName else {
      throw InventoryError(.argumentMalformed, "A programme's name has 1 to 100 characters.")
    }
    guard !adoption.purchases.isEmpty else {
      throw InventoryError(
        .argumentMalformed, "This plan buys nothing: there is nothing to adopt.")
    }
    let size = adoption.document.count + adoption.policy.count + adoption.baseline.count
    guard size <= Self.maximumBytes else {
      throw InventoryError(
        .argumentMalformed, "This plan is too large to adopt: adopt plans of single provinces.")
    }
    return try await store.write { group in
      let database = group.database
      let (province, commune) = try Self.place(adoption.area, within: scope, database)
      let digest = Data(SHA256.hash(data: adoption.document))
      let isAdopted = try String.fetchOne(
        database, sql: "SELECT name FROM programme WHERE documentDigest = ?", arguments: [digest])
      if let isAdopted {
        throw InventoryError(
          .stateConflict, "This plan was adopted already, as programme \"\(isAdopted)\".")
      }
      let isTaken = try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (SELECT 1 FROM programme WHERE name = ? AND province IS ? AND commune IS ?)
          """, arguments: [name, province, commune])
      guard isTaken != true else {
        throw InventoryError(
          .stateConflict, "There is a programme with this name already: choose another.")
      }
      try database.execute(
        sql: """
          INSERT INTO programme
            (name, province, commune, budget, document, documentDigest, policy, baseline,
              adoptedBy, adoptedAt)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          name, province, commune, adoption.budget,
          String(decoding: adoption.document, as: UTF8.self), digest,
          String(decoding: adoption.policy, as: UTF8.self),
          String(decoding: adoption.baseline, as: UTF8.self), actor.name, Instant(now),
        ])
      let number = database.lastInsertedRowID
      try Self.insert(adoption.purchases, of: number, database)
      try AuditLog.append(
        .programmeAdopted, "programme \(number)",
        [
          .name: .init(name), .area: .init(adoption.area.code), .budget: .init(adoption.budget),
          .items: .init(adoption.purchases.count),
        ], by: actor, at: now, database)
      group.recordChange()
      return number
    }
  }

  private static func insert(
    _ purchases: [Adoption.Purchase], of programme: Int64, _ database: Database
  ) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO programme_item (programme, commune, item, evidence, evidenceRate,
          plannedCount, plannedPrice, count, price)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6, ?7)
        """)
    for purchase in purchases {
      try statement.execute(arguments: [
        programme, purchase.commune, purchase.item, purchase.evidence, purchase.evidenceRate,
        purchase.count, purchase.price,
      ])
    }
  }

  /// The area as columns.
  ///
  /// - Throws: ``InventoryError`` with `argumentMalformed` if the scope does not hold all of it.
  private static func place(
    _ area: Scope, within scope: Scope, _ database: Database
  ) throws -> (province: String?, commune: String?) {
    switch area {
    case .commune(let code):
      _ = try scope.requireCommune(code, database)
      return (nil, code)
    case .province(let code) where scope == .country || scope == area:
      try scope.requireProvince(code, database)
      return (code, nil)
    case .country where scope == .country: return (nil, nil)
    default:
      throw InventoryError(.argumentMalformed, "This plan covers more than your area.")
    }
  }
}
