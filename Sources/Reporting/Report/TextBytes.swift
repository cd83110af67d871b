extension [UInt8] {
  /// Appends `text` as UTF-8. Every report needs texts as bytes in the end: building a `String`
  /// first costs several times as much.
  public mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: $0) }
  }
}
