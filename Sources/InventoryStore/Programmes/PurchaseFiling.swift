import Cryptography
public import Foundation
import GRDB

/// The key by which a program identifies its request, so that repeating it records nothing twice.
public struct RequestKey: Sendable, Equatable {
  public static let maximumLength = 200

  public var key: String
  /// SHA-256 of the request's body.
  public var digest: Data

  public init(key: String, body: Data) {
    self.key = key
    digest = Data(SHA256.hash(data: body))
  }
}

extension InventoryStore.Programmes {
  /// Maximum number of purchases recorded at once.
  public static let maximumRecords = 20_000

  /// Maximum checks of the same purchases, if the programme changes after each.
  private static let maximumChecks = 3

  /// Records orders and deliveries, all or none.
  ///
  /// Orders come before deliveries whatever their place in the list. What is delivered by any day
  /// must have been ordered by then, and no more may be ordered than the line item wants.
  ///
  /// They are checked against what the file says at one moment, outside the transaction: a table of
  /// 20,000 wrong lines must not keep a report waiting. The transaction only writes what was
  /// accepted, if the programme's revision is still the same.
  ///
  /// - Parameter check: runs the check, where it may take time.
  /// - Returns: the number recorded, now or by an earlier request with the same key.
  /// - Throws: ``InventoryError`` with `purchasesMalformed`, naming every wrong line,
  ///   `programmeUnknown`, `stateConflict` if the key was used for another request, or `busy` if
  ///   the programme changes all the time; whatever `check` throws.
  public func record(
    _ records: [PurchaseRecord], in programme: Int64, key: RequestKey? = nil, within scope: Scope,
    by actor: Actor = .systemUser(), now: Date,
    checkedBy check: PurchaseCheck = { try $0() }
  ) async throws -> Int {
    guard records.count <= Self.maximumRecords else {
      throw InventoryError(
        .argumentMalformed, "At most \(Self.maximumRecords) purchases can be recorded at once.")
    }
    for _ in 0..<Self.maximumChecks {
      let basis = try await store.pool.read { database in
        (
          recorded: try Self.recorded(key, programme, within: scope, database),
          revision: try Self.programme(programme, within: scope, database).revision,
          items: try LineItemReader(scope: scope, programme: programme, database).items()
        )
      }
      if let recorded = basis.recorded { return recorded }
      let checked = try await check {
        try CheckedPurchases(records, against: basis.items, of: basis.revision, now: now)
      }
      if let recorded = try await file(
        checked, of: records, in: programme, key: key, within: scope, by: actor, now: now)
      {
        return recorded
      }
    }
    throw InventoryError(
      .busy, "The programme is being changed by others at this moment: record the purchases again.")
  }

  /// Refuses a programme that a user may not see, before anything is received for it.
  ///
  /// - Throws: ``InventoryError`` with `programmeUnknown`.
  public func require(_ programme: Int64, within scope: Scope) async throws {
    try await store.pool.read { database in
      _ = try Self.programme(programme, within: scope, database)
    }
  }

  /// - Returns: nil if the programme has changed since the check; then nothing is stored.
  private func file(
    _ checked: CheckedPurchases, of records: [PurchaseRecord], in programme: Int64,
    key: RequestKey?, within scope: Scope, by actor: Actor, now: Date
  ) async throws -> Int? {
    try await store.write { group in
      let database = group.database
      if let recorded = try Self.recorded(key, programme, within: scope, database) {
        return recorded
      }
      guard
        try Self.programme(programme, within: scope, database).revision == checked.revision
      else { return nil }
      for one in checked.accepted { try Self.insert(one, by: actor, at: now, database) }
      if let key {
        try database.execute(
          sql: """
            INSERT INTO programme_request (programme, key, digest, recorded, recordedAt)
            VALUES (?, ?, ?, ?, ?)
            """, arguments: [programme, key.key, key.digest, records.count, Instant(now)])
      }
      try AuditLog.append(
        .purchasesRecorded, "programme \(programme)",
        [
          .orders: .init(records.count { $0.kind == .order }),
          .deliveries: .init(records.count { $0.kind == .delivery }),
          .documents: .init(Set(records.map(\.document)).sorted().joined(separator: ", ")),
        ], by: actor, at: now, database)
      try Self.changed(programme, communes: Set(records.map(\.commune)), now: now, group)
      return records.count
    }
  }

  /// Withdraws an order or a delivery that was recorded by mistake; its evidence may then show
  /// another.
  ///
  /// - Throws: ``InventoryError`` with `programmeUnknown`, or `stateConflict` if there is no such
  ///   entry or deliveries depend on it.
  public func withdraw(
    entry: Int64, of programme: Int64, within scope: Scope, by actor: Actor = .systemUser(),
    now: Date
  ) async throws {
    try await store.write { group in
      let database = group.database
      _ = try Self.programme(programme, within: scope, database)
      let items = try LineItemReader(scope: scope, programme: programme, database).items()
      guard var item = items.first(where: { $0.entries.contains { $0.number == entry } }) else {
        throw InventoryError(
          .stateConflict, "There is no such order or delivery, or it was withdrawn already.")
      }
      let document = item.entries.first { $0.number == entry }?.document ?? "-"
      item.entries.removeAll { $0.number == entry }
      guard PurchaseLedger.isCovered(item.entries) else {
        throw InventoryError(
          .stateConflict, "Deliveries refer to this order: withdraw them first.")
      }
      try database.execute(
        sql: "UPDATE programme_entry SET withdrawnBy = ?, withdrawnAt = ? WHERE number = ?",
        arguments: [actor.name, Instant(now), entry])
      try database.execute(
        sql: "DELETE FROM programme_evidence WHERE delivery = ? AND voidedAt IS NULL",
        arguments: [entry])
      try AuditLog.append(
        .purchaseWithdrawn, "programme \(programme)",
        [
          .entry: .init(entry), .commune: .init(item.commune), .item: .init(item.item),
          .document: .init(document),
        ], by: actor, at: now, database)
      try Self.changed(programme, communes: [item.commune], now: now, group)
    }
  }

  /// Follows a change of a programme's entries: advances its revision and searches for evidence.
  static func changed(
    _ programme: Int64, communes: Set<String>, now: Date, _ group: WriteGroup
  ) throws {
    try advance(programme, group.database)
    for commune in communes.sorted() {
      try EvidenceFiling.search(commune: commune, now: now, group.database)
    }
    group.recordChange()
  }

  static func advance(_ programme: Int64, _ database: Database) throws {
    try database.execute(
      sql: "UPDATE programme SET revision = revision + 1 WHERE number = ?", arguments: [programme])
  }

  /// The number that an earlier request with this key recorded; nil if there was none.
  private static func recorded(
    _ key: RequestKey?, _ programme: Int64, within scope: Scope, _ database: Database
  ) throws -> Int? {
    _ = try Self.programme(programme, within: scope, database)
    guard let key else { return nil }
    let row = try Row.fetchOne(
      database,
      sql: "SELECT digest, recorded FROM programme_request WHERE programme = ? AND key = ?",
      arguments: [programme, key.key])
    guard let row else { return nil }
    guard row["digest"] == key.digest else {
      throw InventoryError(
        .stateConflict,
        "This Idempotency-Key was used for another request: choose a new key for new deliveries.")
    }
    return row["recorded"]
  }

  private static func insert(
    _ purchase: CheckedPurchases.Accepted, by actor: Actor, at now: Date, _ database: Database
  ) throws {
    let record = purchase.record
    try database.cachedStatement(
      sql: """
        INSERT INTO programme_entry
          (lineItem, kind, day, count, price, document, note, recordedBy, recordedAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      purchase.lineItem, record.kind.rawValue, record.day, record.count, purchase.price,
      record.document, record.note?.cleaned(PurchaseRecord.maximumNote), actor.name,
      now.microseconds,
    ])
  }
}
