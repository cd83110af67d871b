public import Foundation

/// Something delivered to a commune that no report has shown yet.
public struct UnconfirmedPurchase: Sendable, Equatable {
  public var commune: String
  /// What it is, in Vietnamese and English.
  public var item: (vi: String, en: String)
  /// How many were delivered and not seen.
  public var count: Int
  public var deliveredAt: Date

  public init(
    commune: String, item: (vi: String, en: String), count: Int, deliveredAt: Date
  ) {
    self.commune = commune
    self.item = item
    self.count = count
    self.deliveredAt = deliveredAt
  }

  public static func == (one: Self, other: Self) -> Bool {
    one.commune == other.commune && one.item == other.item && one.count == other.count
      && one.deliveredAt == other.deliveredAt
  }
}

extension InventoryStore.Letters {
  /// What was bought for a scope's communes and has not been seen in time, oldest first. Letters show
  /// whatever this returns.
  public func unconfirmedPurchases(
    within scope: Scope, now: Date
  ) async throws -> [UnconfirmedPurchase] {
    []
  }
}
