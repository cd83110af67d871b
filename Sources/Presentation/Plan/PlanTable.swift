import Prioritization

/// A plan for a terminal: its proof of quality, the purchases in total and by commune, and why
/// communes get no more.
public enum PlanTable {
  /// - Parameters:
  ///   - limit: The most communes of each list; `nil` for all. The number left out is stated.
  ///   - colour: Whether to use bold headings; the caller considers the terminal and `NO_COLOR`.
  ///   - width: Columns of the terminal; at least 72 are used.
  /// - Returns: Terminated lines, with texts that cannot move the cursor.
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
