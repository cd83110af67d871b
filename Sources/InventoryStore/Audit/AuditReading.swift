public import Foundation
public import GRDB

/// An entry of the audit log as people read it.
public struct AuditRecord: Sendable, Equatable {
  public var number: Int64
  public var time: Date
  public var actor: String
  public var action: String
  public var subject: String
  /// Sorted by name.
  public var details: [Detail]
  /// Whether its content matches its hash.
  public var isSound: Bool
  /// Whether its time is before that of the previous entry: the clock had been set back.
  public var isSetBack: Bool

  public struct Detail: Sendable, Equatable {
    public var name: String
    public var value: String
  }
}

/// Selects entries of the audit log; nil means any.
public struct AuditFilter: Sendable, Equatable {
  /// A machine's id, which also selects its keys, or the full text of any other subject.
  public var subject: String?
  public var actor: String?
  public var action: String?

  public init(subject: String? = nil, actor: String? = nil, action: String? = nil) {
    (self.subject, self.actor, self.action) = (subject, actor, action)
  }
}

extension InventoryStore.Audit {
  /// Entries, newest first.
  ///
  /// - Parameter before: only entries with lower numbers; nil starts at the newest.
  public func entries(
    _ filter: AuditFilter = AuditFilter(), before: Int64? = nil, limit: Int = 100
  ) async throws -> [AuditRecord] {
    var conditions = ["number < ?"]
    var arguments: StatementArguments = [before ?? .max]
    if let subject = filter.subject {
      // "m1." up to "m1/": the keys of machine m1
      conditions.append("(subject = ? OR (subject >= ? AND subject < ?))")
      arguments += [subject, subject + ".", subject + "/"]
    }
    if let actor = filter.actor {
      conditions.append("actor = ?")
      arguments += [actor]
    }
    if let action = filter.action {
      conditions.append("action = ?")
      arguments += [action]
    }
    return try await store.rows(
      sql: """
        SELECT *, (SELECT b.time FROM audit b WHERE b.number = audit.number - 1) AS before
        FROM audit WHERE \(conditions.joined(separator: " AND "))
        ORDER BY number DESC LIMIT ?
        """, arguments: arguments + [limit])
  }

  /// Checks the whole log; takes a few microseconds per entry.
  public func checkChain() async throws -> AuditChain {
    try await store.pool.read { try AuditChain.check($0) }
  }
}

extension AuditRecord: FetchableRecord {
  /// - Parameter row: a row of `audit`, with the previous entry's time as `before`.
  public init(row: Row) {
    let entry = AuditEntry(row: row)
    number = entry.number
    time = Date(microseconds: entry.time)
    actor = entry.actor
    action = entry.action
    subject = entry.subject
    let named = try? JSONDecoder().decode([String: Value].self, from: Data(entry.details.utf8))
    details = (named ?? [:]).sorted { $0.key < $1.key }.map {
      Detail(name: $0.key, value: $0.value.text)
    }
    isSound = entry.computedHash == row["hash"]
    isSetBack =
      (row["before"] as Int64?).map { $0 > Date(microseconds: entry.time).latestKnown } ?? false
  }

  /// A text or a whole number.
  private struct Value: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      text = try (try? value.decode(String.self)) ?? String(value.decode(Int64.self))
    }
  }
}
