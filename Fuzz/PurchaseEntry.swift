/// Stands for InventoryStore's, which the table needs only the kinds of.
public struct PurchaseEntry {
  public enum Kind: String, Sendable, Codable, CaseIterable { case order, delivery }
}
