/// A table for an officer to fill in and import: a line for each purchase that is still to be
/// ordered, or ordered but not delivered yet.
public enum PurchaseTemplate {
  public struct Line: Sendable, Equatable {
    public var kind: PurchaseEntry.Kind
    /// The commune's code.
    public var commune: String
    public var item: String
    public var count: Int
    /// Price of one unit in whole VND: as planned for an order, as ordered for a delivery.
    public var price: Int
  }

  public static func lines(_ record: ProgrammeRecord) -> [Line] {
    record.items.filter { $0.cancelledAt == nil }.flatMap { item in
      let ordered = item.entries.reduce(0) { $1.kind == .order ? $0 + $1.count : $0 }
      let delivered = item.entries.reduce(0) { $1.kind == .delivery ? $0 + $1.count : $0 }
      return [(PurchaseEntry.Kind.order, item.count - ordered), (.delivery, ordered - delivered)]
        .filter { $0.1 > 0 }
        .map { kind, open in
          Line(
            kind: kind, commune: item.commune, item: item.item, count: open,
            price: item.usualPrice(of: kind, count: open))
        }
    }
  }
}
