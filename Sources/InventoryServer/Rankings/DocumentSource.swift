public import InventoryStore
public import Prioritization

/// Rankings, plans and forecasts, made from an inventory by one policy.
public struct DocumentSource: Sendable {
  public let store: InventoryStore
  public let policy: Policy
  /// SHA-256 of the policy's text, if at hand.
  public let policyDigest: String?

  public init(store: InventoryStore, policy: Policy, policyDigest: String? = nil) {
    (self.store, self.policy, self.policyDigest) = (store, policy, policyDigest)
  }
}
