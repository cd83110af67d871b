import Prioritization

/// A plan for a terminal: what it proves of itself, what is bought in all and for whom, and why
/// others get nothing.
public enum PlanTable {
  /// - Parameters:
  ///   - limit: Most communes of each list; `nil` for all. What is left out is counted.
  ///   - colour: Whether to send bold headings; the caller knows of terminals and of `NO_COLOR`.
  ///   - width: Columns of the terminal; at least 72 are used.
  /// - Returns: Lines, each ended, of texts that cannot move the cursor.
  public static func render(
    _ document: PlanDocument, _ language: Language, messages: Messages, limit: Int? = nil,
    colour: Bool = false, width: Int = 100
  ) -> String {
    let sections = PlanSections(
      document: document, language: language, messages: messages, limit: max(0, limit ?? .max),
      width: max(72, min(width, 500)))
    return TerminalText.document(
      title: sections.title, introduction: sections.introduction, sections: sections.all,
      colour: colour)
  }
}
