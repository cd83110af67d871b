import Prioritization

/// A programme for a terminal: sums by item, unconfirmed deliveries, and its effects.
public enum ProgrammeTable {
  /// - Returns: Terminated lines, with texts that cannot move the cursor.
  public static func render(
    _ document: ProgrammeDocument, _ language: Language, messages: Messages, colour: Bool = false
  ) -> String {
    let text = ProgrammeText(document, language, messages: messages)
    let people = PeopleFormat(language)
    func strong(_ line: String) -> String { TerminalText.strong(line, colour) }
    var lines = [strong(DisplayText.neutralised(text.title))]
    lines += text.facts.map {
      "\(messages($0.key, language)): \(DisplayText.neutralised($0.value))"
    }
    lines += text.overBudget + text.notes
    func head(_ keys: [String]) -> [String] { keys.map { messages("column." + $0, language) } }
    func number(_ value: Int) -> String { people.number(value) }
    lines += ["", strong(messages("programme.totals", language))]
    lines += [
      TextTable.render(
        head: head([
          "item", "wanted", "ordered", "delivered", "confirmed", "unconfirmed", "moneyWanted",
          "moneyDelivered", "moneyConfirmed",
        ]),
        rows: document.totals.map {
          [
            text.label($0.item), number($0.wanted), number($0.ordered), number($0.delivered),
            number($0.confirmed), number($0.unconfirmed), number($0.money.wanted),
            number($0.money.delivered), number($0.money.confirmed),
          ]
        }
          + text.sums.map { label, money in
            [
              label, "", "", "", "", "", number(money.wanted), number(money.delivered),
              number(money.confirmed),
            ]
          })
    ]
    let missing = document.unconfirmed
    lines += ["", strong(messages("programme.unconfirmed", language))]
    lines +=
      missing.isEmpty
      ? [messages("programme.noneUnconfirmed", language)]
      : [
        TextTable.render(
          head: head(["code", "commune", "item", "unconfirmed", "moneyUnconfirmed", "documents"]),
          rows: missing.map {
            [
              $0.commune,
              ([$0.communeName] + [text.mark($0.commune)].compactMap(\.self))
                .joined(separator: " · "), text.label($0.item), number($0.progress.unconfirmed),
              number($0.money.unconfirmed), $0.documents.joined(separator: "; "),
            ]
          })
      ]
    lines += ["", strong(messages("programme.effect", language))] + text.effect
    return lines.map { $0 + "\n" }.joined()
  }
}
