/// Text from outside made fit for one line of a terminal or a log.
enum PlainLine {
  /// Control and formatting characters become spaces: what the centre says cannot move a cursor.
  static func of(_ text: String, limit: Int = 400) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        line.append(" ")
      default: line.append(scalar)
      }
    }
    return String(line)
  }
}
