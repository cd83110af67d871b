extension UInt8 {
  /// Whether the byte may occur in ids and keys: an ASCII letter or digit, `_` or `-`.
  var isNameByte: Bool {
    (65...90).contains(self) || (97...122).contains(self) || (48...57).contains(self)
      || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
  }
}
