/// A product's name: the maker, once, and the model.
public enum ProductName {
  /// Makers that begin the model's name with a different name of theirs.
  private static let shortNames = [
    "hewlett-packard": "hp", "hewlett packard": "hp", "asustek": "asus", "micro-star": "msi",
  ]

  /// - Returns: `Dell Inc. OptiPlex 3070`; nil if neither is known. If the model's name begins with
  ///   its maker's, in any case, only the model: `HP EliteDesk 800`.
  public static func of(_ manufacturer: String?, _ model: String?) -> String? {
    guard let manufacturer, let model else { return manufacturer ?? model }
    return repeats(manufacturer, in: model) ? model : "\(manufacturer) \(model)"
  }

  private static func repeats(_ manufacturer: String, in model: String) -> Bool {
    let maker = manufacturer.lowercased()
    let name = model.lowercased()
    // Without legal forms: `Dell Inc.`, `BenQ Corporation`.
    let word = String(maker.prefix { !" ,".contains($0) })
    let short = shortNames.first { maker.hasPrefix($0.key) }?.value
    return [maker, word, short].contains { $0.map { begins($0, name) } ?? false }
  }

  /// Whether `name` begins with the whole word.
  private static func begins(_ word: String, _ name: String) -> Bool {
    guard !word.isEmpty, name.hasPrefix(word) else { return false }
    return name.dropFirst(word.count).first.map { !$0.isLetter && !$0.isNumber } ?? true
  }
}
