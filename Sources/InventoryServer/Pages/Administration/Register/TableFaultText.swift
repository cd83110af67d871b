import InventoryStore
import Presentation

/// The faults of an uploaded table, in the reader's language.
enum TableFaultText {
  /// - Returns: One line for each fault; nil if the error is not about a table.
  static func text(_ error: any Error, _ call: PageCall) -> String? {
    if let error = error as? ServerError {
      switch error.code {
      case .bodyTooLarge: return call.text("table.fault.tooLarge")
      default: return nil
      }
    }
    guard let error = error as? InventoryError,
      error.code == .registerMalformed || error.code == .purchasesMalformed
    else { return nil }
    guard !error.faults.isEmpty else { return call.said(error.message) }
    return error.faults.map { line($0, call) }.joined(separator: "\n")
  }

  private static func line(_ fault: TableFault, _ call: PageCall) -> String {
    var place: [String] = []
    if let line = fault.line { place.append(call.text("table.line", ["line": "\(line)"])) }
    if let column = fault.column {
      place.append(call.text("table.column", ["column": column]))
    }
    let what = call.text("table.fault.\(fault.kind)", fault.values)
    return place.isEmpty ? what : "\(place.joined(separator: ", ")): \(what)"
  }
}
