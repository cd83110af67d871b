/// What a thing is called: many makers write their own name before the model's.
enum ProductName {
  static func of(_ manufacturer: String?, _ model: String?) -> String? {
    guard let manufacturer, let model else { return manufacturer ?? model }
    let repeats = model.lowercased().hasPrefix(manufacturer.lowercased())
    return repeats ? model : "\(manufacturer) \(model)"
  }
}
