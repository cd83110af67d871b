extension String {
  /// Text from outside, fit to be stored and shown: control, format and bidirectional characters
  /// taken out, at most `limit` characters. nil where nothing is left.
  func cleaned(_ limit: Int) -> String? {
    let scalars = unicodeScalars.lazy.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        false
      default: true
      }
    }
    let text = String(String(String.UnicodeScalarView(scalars)).prefix(limit))
    return text.isEmpty ? nil : text
  }
}
