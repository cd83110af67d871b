public import Foundation
import GRDB
import Prioritization

/// A delivery to a commune that no report has confirmed yet.
public struct UnconfirmedPurchase: Sendable, Equatable {
  public var commune: String
  /// The item's name in Vietnamese and English.
  public var item: (vi: String, en: String)
  /// Number of units delivered but not confirmed.
  public var count: Int
  public var deliveredAt: Date

  public static func == (one: Self, other: Self) -> Bool {
    one.commune == other.commune && one.item == other.item && one.count == other.count
      && one.deliveredAt == other.deliveredAt
  }
}

extension InventoryStore.Letters {
  /// Deliveries to a scope's communes that no report has confirmed in time, oldest first.
  public func unconfirmedPurchases(
    within scope: Scope, now: Date
  ) async throws -> [UnconfirmedPurchase] {
    try await store.pool.read { database in
      var found: [UnconfirmedPurchase] = []
      for number in try Int64.fetchAll(database, sql: "SELECT number FROM programme") {
        guard let policy = try InventoryStore.Programmes.policy(of: number, database) else {
          continue
        }
        let items = try LineItemReader(scope: scope, programme: number, database).items()
        for item in items where item.evidence != nil {
          let label = Self.label(item.item, policy)
          for entry in item.overdue(policy.evidence, now: now) {
            found.append(
              UnconfirmedPurchase(
                commune: item.commune, item: label, count: entry.count - entry.evidence.count,
                deliveredAt: VietnamDay.noon(entry.day, now: now) ?? entry.recordedAt))
          }
        }
      }
      return found.sorted {
        $0.deliveredAt != $1.deliveredAt
          ? $0.deliveredAt < $1.deliveredAt : $0.commune < $1.commune
      }
    }
  }

  private static func label(_ id: String, _ policy: Policy) -> (vi: String, en: String) {
    let label =
      policy.items.first { $0.id == id }?.label ?? policy.lines.first { $0.id == id }?.label
    return label.map { ($0.vi, $0.en) } ?? ("kiểm tra thực tế", "visit")
  }
}
