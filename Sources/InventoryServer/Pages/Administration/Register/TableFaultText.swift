import InventoryStore
import Presentation

/// The faults of an uploaded table or a form, in the reader's language.
enum TableFaultText {
  /// - Parameter items: Returns the name of an item of purchase for its id.
  /// - Returns: One line for each fault; nil if the error is not about a table.
  static func text(
    _ error: any Error, _ call: PageCall, items: (String) -> String = { $0 }
  ) -> String? {
    if let error = error as? ServerError {
      switch error.code {
      case .bodyTooLarge: return call.text("table.fault.tooLarge")
      default: return nil
      }
    }
    guard let error = error as? InventoryError else { return nil }
    if !error.faults.isEmpty {
      return error.faults.map { line($0, call, items) }.joined(separator: "\n")
    }
    guard error.code == .registerMalformed || error.code == .purchasesMalformed else { return nil }
    return call.said(error.message)
  }

  private static func line(
    _ fault: TableFault, _ call: PageCall, _ items: (String) -> String
  ) -> String {
    var place: [String] = []
    if let line = fault.line { place.append(call.text("table.line", ["line": "\(line)"])) }
    if let column = fault.column {
      place.append(call.text("table.column", ["column": column]))
    }
    var values = fault.values
    for (name, value) in values {
      switch name {
      case "price", "usual", "ordered", "count", "rows", "groups":
        values[name] = Int(value).map { call.people.number($0) }
      case "day": values[name] = VietnamDay.noon(value, now: call.now).map(call.people.date)
      case "item": values[name] = item(value, in: fault, items)
      case "items":
        values[name] = value.split(separator: ", ")
          .map { item(String($0), in: fault, items) }.joined(separator: "; ")
      default: break
      }
      // What is no number or day stays as it is.
      values[name] = values[name] ?? value
    }
    let what = call.text("table.fault.\(fault.kind)", values)
    return place.isEmpty ? what : "\(place.joined(separator: ", ")): \(what)"
  }

  /// An item's name; for a line of a table, in which its id is written, also that.
  private static func item(
    _ id: String, in fault: TableFault, _ items: (String) -> String
  ) -> String {
    let name = items(id)
    return fault.line == nil || name == id ? name : "\(name) (\(id))"
  }
}
