import Foundation
public import Prioritization

/// The rules by which a centre's measures were made, as they are published.
public enum PublishedRules {
  public enum Comparison: Sendable {
    case same
    /// The policy's rules, but in another edition of the program or of its table of systems.
    case otherEdition
    case other
  }

  /// - Parameter text: as ``InventorySnapshot/measureRules()`` gives it.
  public static func compare(_ text: String, with policy: Policy) -> Comparison {
    guard text.utf8.count <= 1 << 16,
      var rules = try? JSONDecoder().decode(MeasureRules.self, from: Data(text.utf8))
    else { return .other }
    let wanted = MeasureRules(policy)
    if rules == wanted { return .same }
    rules.edition = wanted.edition
    rules.lifecycles = wanted.lifecycles
    return rules == wanted ? .otherEdition : .other
  }
}

extension MeasureRules {
  /// The same text for the same rules.
  func sortedText() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
