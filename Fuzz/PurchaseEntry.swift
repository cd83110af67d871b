/// Replaces InventoryStore's type, of which the table needs only the kinds.
public struct PurchaseEntry {
  public enum Kind: String, Sendable, Codable, CaseIterable { case order, delivery }
}
