public import Foundation
public import InventoryStore
import Presentation

extension PurchaseTemplate {
  /// A programme's table for import, with day, document and note empty.
  ///
  /// - Returns: CSV as ``/Presentation/CSVTable`` writes it, in the columns that an import
  ///   requires.
  public static func csv(_ record: ProgrammeRecord) -> Data {
    CSVTable.encode(
      PurchaseTable.columns,
      lines(record).lazy.map { line in
        [
          .text(line.kind.rawValue), .text(line.commune), .text(line.item), .empty,
          .integer(line.count), .integer(line.price), .empty, .empty,
        ]
      })
  }
}
