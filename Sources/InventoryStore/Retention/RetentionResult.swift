/// The amounts that a retention deletes, by kind.
public struct RetentionResult: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case sectionBodies, unknownSections, receipts, measureHistory, auditEntries, signIns
    case retiredMachines
  }

  public struct Item: Codable, Sendable, Equatable {
    public var kind: Kind
    /// Texts, rows or machines.
    public var count = 0
    /// Approximate space that they take in the file.
    public var bytes = 0
  }

  public var items: [Item]
  /// Bytes by which the file became smaller; 0 if it gives pages back only once it is compacted.
  public var freedBytes = 0
  /// The longest time for which a transaction kept other writers waiting.
  public var longestHoldSeconds = 0.0

  init() { items = Kind.allCases.map { Item(kind: $0) } }

  public subscript(kind: Kind) -> Item { items.first { $0.kind == kind } ?? Item(kind: kind) }

  mutating func add(_ kind: Kind, count: Int, bytes: Int) {
    guard let place = items.firstIndex(where: { $0.kind == kind }) else { return }
    items[place].count += count
    items[place].bytes += bytes
  }
}
