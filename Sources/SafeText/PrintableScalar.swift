extension Unicode.Scalar {
  /// Whether it may stand in a line of text: control and format characters move cursors, turn text
  /// round or hide it, and what is private or unassigned looks different to every reader.
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
