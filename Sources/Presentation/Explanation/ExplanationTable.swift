import Prioritization

/// One commune for a terminal.
public enum ExplanationTable {
  /// - Parameters:
  ///   - colour: Whether to use colours.
  ///   - width: Columns of the terminal; at least 72 are used.
  /// - Returns: Terminated lines, with texts that cannot move the cursor.
  public static func render(
    _ explanation: Explanation, _ language: Language, messages: Messages, colour: Bool = false,
    width: Int = 100
  ) -> String {
    let width = max(72, min(width, 500))
    let text = ExplanationText(
      explanation: explanation, language: language, messages: messages, colour: colour,
      width: width)
    let sections: [(String, [String])] = [
      ("commune.why", text.contributions), ("explain.context", text.context),
      ("explain.unknown", text.unknown), ("explain.change", text.change),
      ("explain.sources", text.sources),
      ("explain.movement", text.movement), ("explain.events", text.events),
    ]
    return TerminalText.document(
      title: text.title,
      introduction: text.introduction.flatMap { WrappedText.lines($0, width: width) },
      sections: sections.map { (messages($0, language, text.arguments), $1) }, colour: colour)
  }
}
