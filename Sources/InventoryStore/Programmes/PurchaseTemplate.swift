public import Foundation

/// A table that an officer fills in and imports: a line for each purchase that is still to be ordered,
/// or ordered and still to be delivered.
public enum PurchaseTemplate {
  /// - Returns: CSV in UTF-8, with day and document empty.
  public static func csv(_ record: ProgrammeRecord) -> Data {
    var lines = [PurchaseTable.columns.joined(separator: ",")]
    for item in record.items where item.cancelledAt == nil {
      let ordered = item.entries.reduce(0) { $1.kind == .order ? $0 + $1.count : $0 }
      let delivered = item.entries.reduce(0) { $1.kind == .delivery ? $0 + $1.count : $0 }
      for (kind, open) in [
        (PurchaseEntry.Kind.order, item.count - ordered), (.delivery, ordered - delivered),
      ] where open > 0 {
        // Codes, ids and digits alone: nothing that would need quoting.
        lines.append("\(kind.rawValue),\(item.commune),\(item.item),,\(open),\(item.price),,")
      }
    }
    return Data((lines.joined(separator: "\n") + "\n").utf8)
  }
}
