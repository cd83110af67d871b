import Foundation

/// Any JSON value, for comparing two sections.
indirect enum FactTree: Equatable, Decodable {
  case object([String: FactTree])
  case list([FactTree])
  case text(String)
  case number(Double)
  case truth(Bool)
  case nothing

  /// nil if it is not JSON.
  init?(json: String) {
    guard let tree = try? JSONDecoder().decode(FactTree.self, from: Data(json.utf8)) else {
      return nil
    }
    self = tree
  }

  init(from decoder: any Decoder) throws {
    // A wrong guess costs more than the value itself, so the most frequent types come first.
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if value.decodeNil() {
      self = .nothing
    } else if let truth = try? value.decode(Bool.self) {
      self = .truth(truth)
    } else if let list = try? value.decode([FactTree].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: FactTree].self))
    }
  }

  subscript(name: String) -> FactTree? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The name by which a person would recognize the item among others of its kind.
  var identity: String? {
    for name in ["name", "service", "slot", "connector", "usbId"] {
      if let text = self[name]?.text { return text }
    }
    let words = ["manufacturer", "model", "way"].compactMap { self[$0]?.text }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}
