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
    ] + kindFacts + [
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

  /// What each kind of money is expected to pay, and its budget if it has one.
  private var kindFacts: [(key: String, value: String)] {
    document.kinds.map { total in
      let expected = money(total.money.expected)
      return (
        "planPage.fact.\(total.kind.rawValue)",
        total.budget.map {
          text("programme.expectedOfBudget", ["expected": expected, "budget": money($0)])
        } ?? text("programme.expectedOfKind", ["expected": expected])
      )
    }
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

  /// Where more will be spent than a budget allows, as sentences; not known if only a part is
  /// shown.
  public var overBudget: [String] {
    guard !document.isPart else { return [] }
    guard document.budgets != nil else {
      let (expected, budget) = (document.money.expected, document.budget)
      return expected > budget ? [exceeded("programme.overBudget", expected, budget)] : []
    }
    return document.kinds.compactMap { total in
      guard total.excess != nil, let budget = total.budget else { return nil }
      return exceeded(
        "programme.overBudgetOf.\(total.kind.rawValue)", total.money.expected, budget)
    }
  }

  private func exceeded(_ key: String, _ expected: Int, _ budget: Int) -> String {
    text(
      key,
      [
        "expected": money(expected), "budget": money(budget), "over": money(expected - budget),
      ])
  }

  /// The money of each kind, then of all items.
  public var sums: [(label: String, money: ProgrammeMoney)] {
    document.kinds.map { (text("planPage.fact.\($0.kind.rawValue)"), $0.money) }
      + [(text("plan.sum"), document.money)]
  }

  private func kind(_ kind: MoneyKind) -> String { text("moneyKind.\(kind.rawValue)") }

  /// What pays for an item; empty if the policy does not distinguish the kinds of money.
  func kind(of item: String) -> String {
    guard !document.kinds.isEmpty else { return "" }
    return kind(document.policy.terms[item]?.kind ?? ProgrammeDocument.forVisits)
  }

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
