import Prioritization

/// A programme in words.
public struct ProgrammeText {
  public let document: ProgrammeDocument
  let language: Language
  let messages: Messages

  public init(_ document: ProgrammeDocument, _ language: Language, messages: Messages) {
    (self.document, self.language, self.messages) = (document, language, messages)
  }

  private var people: PeopleFormat { PeopleFormat(language) }

  func text(_ key: String, _ values: [String: String] = [:]) -> String {
    messages(key, language, values)
  }

  public var title: String { text("programme.title", ["name": document.name]) }

  /// Area, budget, who adopted it and when, and by which policy.
  public var facts: [(key: String, value: String)] {
    [
      (
        "programme.area",
        messages.planArea(document.area, group: document.group, language)
      ),
      ("programme.budget", money(document.budget)),
      (
        "programme.adopted",
        text(
          "programme.adoptedBy",
          [
            "who": RecordedName(language, messages: messages).actor(document.adoptedBy),
            "time": people.dateTime(document.adoptedAt),
          ])
      ),
      ("programme.policy", messages.policyVersion(document.policy, language)),
    ]
  }

  public func label(_ item: String) -> String {
    document.policy.catalogue.first { $0.id == item }?.label[language] ?? text("programme.visit")
  }

  /// An item's name; the text itself if the programme buys no such item.
  public func name(of item: String) -> String {
    document.totals.contains { $0.item == item } ? label(item) : item
  }

  public func state(_ line: ProgrammeDocument.Line) -> String {
    text("programme.state.\(line.progress.state.rawValue)")
  }

  /// The mark of a commune with simulated figures; nil for others.
  public func mark(_ commune: String) -> String? {
    document.simulated.contains(commune) ? text("simulated.mark") : nil
  }

  func isSimulated(_ commune: String) -> String {
    text(document.simulated.contains(commune) ? "value.yes" : "value.no")
  }

  /// Notes on simulated figures, and on a programme of which only a part is shown.
  var notes: [String] {
    (document.isPart ? [text("programme.isPart")] : [])
      + (document.simulated.isEmpty ? [] : [text("demo.simulatedSums")])
  }

  /// Whether more will be spent than the budget; not known if only a part is shown.
  public var isOverBudget: Bool { !document.isPart && document.money.expected > document.budget }

  public func money(_ amount: Int) -> String { text("unit.vnd", ["amount": people.number(amount)]) }

  /// The causes of the change in points, as sentences.
  public var effect: [String] {
    let planned = document.effect.planned
    let effect = ShownEffect(document)
    guard !document.communes.isEmpty else { return [] }
    func points(_ value: Double) -> String { people.signed(value, decimals: 1) }
    return [
      text(
        "programme.effect.points",
        [
          "before": people.number(effect.before, decimals: 1),
          "after": people.number(effect.after, decimals: 1),
          "change": points(effect.change),
        ]),
      text(
        "programme.effect.parts",
        [
          "confirmed": points(effect.confirmed), "unconfirmed": points(effect.unconfirmed),
          "other": points(effect.other),
        ]),
      text(
        "programme.effect.cost",
        [
          "planned": cost(document.money.planned, points: planned),
          "real": cost(document.money.confirmed, points: -document.effect.confirmed),
        ]),
    ]
  }

  /// Whole VND per point closed; a dash if none was closed.
  public func cost(_ amount: Int, points: Double) -> String {
    guard points > 1e-9 else { return "–" }
    return money(Int(min((Double(amount) / points).rounded(), 9e15)))
  }
}
