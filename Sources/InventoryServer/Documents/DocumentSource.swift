public import InventoryStore
public import Prioritization

/// Creates rankings, plans and forecasts from an inventory under one policy.
public struct DocumentSource: Sendable {
  public let store: InventoryStore
  public let policy: Policy
  /// SHA-256 of the policy's text, if known.
  public let policyDigest: String?

  public init(store: InventoryStore, policy: Policy, policyDigest: String? = nil) {
    (self.store, self.policy, self.policyDigest) = (store, policy, policyDigest)
  }
}
