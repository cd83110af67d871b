public import Foundation
import GRDB

/// An entry of the audit log, for people.
public struct AuditRecord: Sendable, Equatable {
  public var number: Int64
  public var time: Date
  public var actor: String
  public var action: String
  public var subject: String
  /// By name, in the order of the names.
  public var details: [Detail]
  /// Whether its content is what its hash says.
  public var isSound: Bool
  /// Whether its time is before that of the entry before it: the clock had been set back.
  public var isSetBack: Bool

  public struct Detail: Sendable, Equatable {
    public var name: String
    public var value: String
  }
}

/// Which entries of the audit log are wanted; nil is all.
public struct AuditFilter: Sendable, Equatable {
  /// A machine, whose keys are then meant as well, or any other subject in full.
  public var subject: String?
  public var actor: String?
  public var action: String?

  public init(subject: String? = nil, actor: String? = nil, action: String? = nil) {
    self.subject = subject
    self.actor = actor
    self.action = action
  }
}

extension InventoryStore {
  /// Every kind of act that the log knows.
  public static var auditActions: [String] { AuditLog.Action.allCases.map(\.rawValue) }

  /// Entries, newest first.
  ///
  /// - Parameter before: the number that all are below; nil begins at the newest.
  public func audit(
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
    return try await pool.read { [conditions, arguments] database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT *, (SELECT b.time FROM audit b WHERE b.number = audit.number - 1) AS before
          FROM audit WHERE \(conditions.joined(separator: " AND "))
          ORDER BY number DESC LIMIT ?
          """, arguments: arguments + [limit]
      ).map { AuditRecord(AuditEntry($0), hash: $0["hash"], before: $0["before"]) }
    }
  }
}

extension AuditRecord {
  fileprivate init(_ entry: AuditEntry, hash: Data, before: Int64?) {
    number = entry.number
    time = Date(microseconds: entry.time)
    actor = entry.actor
    action = entry.action
    subject = entry.subject
    let named = try? JSONDecoder().decode([String: Value].self, from: Data(entry.details.utf8))
    details = (named ?? [:]).sorted { $0.key < $1.key }.map {
      Detail(name: $0.key, value: $0.value.text)
    }
    isSound = entry.computedHash == hash
    isSetBack = before.map { $0 > Date(microseconds: entry.time).latestKnown } ?? false
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
