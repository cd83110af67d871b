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

  /// Records orders and deliveries, all or none.
  ///
  /// Orders come before deliveries whatever their place in the list. What is delivered by any day
  /// must have been ordered by then, and no more may be ordered than the line item wants.
  ///
  /// - Returns: the number recorded, now or by an earlier request with the same key.
  /// - Throws: ``InventoryError`` with `purchasesMalformed`, naming every wrong line,
  ///   `programmeUnknown`, or `stateConflict` if the key was used for another request.
  public func record(
    _ records: [PurchaseRecord], in programme: Int64, key: RequestKey? = nil, within scope: Scope,
    by actor: Actor = .systemUser(), now: Date
  ) async throws -> Int {
    guard records.count <= Self.maximumRecords else {
      throw InventoryError(
        .argumentMalformed, "At most \(Self.maximumRecords) purchases can be recorded at once.")
    }
    return try await store.write { group in
      let database = group.database
      _ = try Self.programme(programme, within: scope, database)
      if let recorded = try Self.recorded(key, programme, database) { return recorded }
      let items = try LineItemReader(scope: scope, programme: programme, database).items()
      let places = Dictionary(
        items.enumerated().map { ("\($1.commune) \($1.item)", $0) },
        uniquingKeysWith: { first, _ in first })
      var ledger = PurchaseLedger(items: items, places: places, now: now)
      for record in records.filter({ $0.kind == .order }) + records.filter({ $0.kind == .delivery })
      { ledger.add(record) }
      guard ledger.faults.isEmpty else {
        throw PurchaseFault.error(ledger.faults.sorted { $0.fault.line ?? 0 < $1.fault.line ?? 0 })
      }
      for (record, item) in ledger.accepted {
        try Self.insert(record, of: item, by: actor, at: now, database)
      }
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
          "orders": .init(records.count { $0.kind == .order }),
          "deliveries": .init(records.count { $0.kind == .delivery }),
          "documents": .init(Set(records.map(\.document)).sorted().joined(separator: ", ")),
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
          "entry": .init(entry), "commune": .init(item.commune), "item": .init(item.item),
          "document": .init(document),
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
    _ key: RequestKey?, _ programme: Int64, _ database: Database
  ) throws -> Int? {
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
    _ record: PurchaseRecord, of item: LineItem, by actor: Actor, at now: Date,
    _ database: Database
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO programme_entry
          (lineItem, kind, day, count, price, document, note, recordedBy, recordedAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      item.number, record.kind.rawValue, record.day, record.count,
      record.price ?? item.usualPrice(of: record.kind, count: record.count), record.document,
      record.note?.cleaned(PurchaseRecord.maximumNote), actor.name,
      now.microseconds,
    ])
  }
}
