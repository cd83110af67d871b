extension Unicode.Scalar {
  /// Whether the scalar may appear in a line of text. Control and format characters move cursors,
  /// reverse text or hide it; private and unassigned ones look different to every reader.
  public var isPrintable: Bool {
    switch value {
    // ASCII, accented Latin and Vietnamese letters, the common case.
    case 0x20...0x7E, 0xC0...0x24F, 0x1EA0...0x1EF9: return true
    default: break
    }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }
}
