public import Prioritization

/// A plan in words, for terminals, spreadsheets and pages.
public struct PlanText: Sendable {
  let language: Language
  let messages: Messages
  private let labels: [String: LocalizedText]
  /// Kinds of money by catalogue entry; empty if the policy does not distinguish them.
  private let kinds: [String: MoneyKind]

  public init(_ policy: Policy, _ language: Language, messages: Messages) {
    self.language = language
    self.messages = messages
    kinds = policy.format >= 2 ? policy.terms.mapValues(\.kind) : [:]
    labels = Dictionary(
      policy.catalogue.map { ($0.id, $0.label) }, uniquingKeysWith: { first, _ in first })
  }

  var format: PeopleFormat { PeopleFormat(language) }

  /// `2 × Máy quét; 1 × Cáp quang`, neutralised.
  public func purchases(_ purchases: [Purchase]) -> String {
    purchases.map { purchase in
      let label = labels[purchase.item]?[language] ?? purchase.item
      return "\(format.number(purchase.count)) × \(DisplayText.neutralised(label))"
    }.joined(separator: "; ")
  }

  /// The money that pays for a catalogue entry; nil if the policy does not say.
  public func kind(_ item: String) -> String? { kinds[item].map(kind) }

  public func kind(_ kind: MoneyKind) -> String { messages("moneyKind.\(kind.rawValue)", language) }

  /// The cost of a commune's purchases in one kind of money; nil if the policy does not say.
  func spend(_ commune: PlannedCommune, of kind: MoneyKind) -> Int? {
    guard !kinds.isEmpty else { return nil }
    return commune.purchases.reduce(0) { $0 + (kinds[$1.item] == kind ? $1.cost : 0) }
  }

  /// Why a commune does not get more, as a sentence.
  public func reason(_ refusal: Refusal) -> String {
    var arguments = [
      "purchases": purchases(refusal.purchases), "cost": format.number(refusal.cost),
    ]
    switch refusal.reason {
    case .belowCutoff(let price, let last):
      // As many digits as are needed to distinguish the two.
      let decimals = (2...6).first { places in
        format.number(price, decimals: places) != format.number(last, decimals: places)
      }
      arguments["price"] = format.number(price, decimals: decimals ?? 6)
      arguments["last"] = format.number(last, decimals: decimals ?? 6)
    case .notEnoughLeft(let price, let left, let money):
      arguments["price"] = format.number(price, decimals: 2)
      arguments["left"] = format.number(left)
      if let money {
        arguments["kind"] = kind(money)
        return messages("plan.reason.notEnoughOfKind", language, arguments)
      }
    case .capReached(let cap): arguments["cap"] = format.number(cap)
    case .visitShareSpent(let share): arguments["share"] = format.number(share)
    case .nothingForSale, .nothingLacking, .visitNotFunded, .registerIncomplete: break
    }
    return messages("plan.reason.\(refusal.reason.name)", language, arguments)
  }

  /// The amounts of capital and recurrent money, and the cost in later years; empty if the policy
  /// does not distinguish the kinds.
  public func kinds(_ document: PlanDocument) -> [String] {
    guard document.policy.format >= 2, let spent = document.plan.spentByKind else { return [] }
    var sentences = [
      messages(
        "plan.kinds", language,
        [
          "capital": format.number(spent.capital), "recurrent": format.number(spent.recurrent),
        ])
    ]
    if let budgets = document.plan.budgets {
      sentences.append(
        messages(
          "plan.budgets", language,
          [
            "capital": format.number(budgets.capital),
            "recurrent": format.number(budgets.recurrent),
          ]))
    }
    if let later = document.laterYears, let horizon = document.policy.plan?.horizonYears {
      let years = format.number(horizon, decimals: 1, trimmed: true)
      sentences.append(
        messages("plan.laterYears", language, ["years": years, "later": format.number(later)]))
      sentences.append(
        messages(
          "plan.horizon", language,
          [
            "years": years, "closed": format.number(document.plan.pointsClosed, decimals: 1),
          ]))
    }
    return sentences
  }

  /// The amount spent, what it closes, and how much better any other plan could be, as sentences.
  public func certificate(_ plan: Plan) -> [String] {
    var sentences = [
      messages(
        "plan.spent", language,
        [
          "budget": format.number(plan.budget), "spent": format.number(plan.spent),
          "value": format.number(plan.value, decimals: 1),
          "communes": format.number(plan.communes.count),
          "visits": format.number(plan.visits.count),
        ]),
      plan.optimalityGap == 0
        ? messages("plan.optimal", language)
        : messages(
          "plan.certificate", language,
          [
            "bound": format.number(plan.upperBound, decimals: 1),
            "gap": gap(plan.optimalityGap),
          ]),
    ]
    sentences += cutoffs(plan)
    if let share = plan.remoteShare {
      let bought = plan.communes.reduce(0) { $0 + $1.spend }
      sentences.append(
        messages(
          "plan.remoteShare", language,
          [
            "spent": format.number(share.spent), "required": format.number(share.required),
            "share": bought > 0
              ? format.percent(Double(share.spent) / Double(bought), decimals: 1) : "–",
          ]))
      if share.spent < share.required {
        let key = share.communes == 0 ? "plan.remoteShareNone" : "plan.remoteShareShort"
        sentences.append(messages(key, language))
      }
    }
    return sentences
  }

  /// What the last purchases closed for their money: for all communes, or separately for remote
  /// ones and the others if a quota makes two queues. With two budgets, the worth of more money in
  /// each; a budget that is not used up has none.
  private func cutoffs(_ plan: Plan) -> [String] {
    guard !plan.communes.isEmpty else { return [messages("plan.noCutoff", language)] }
    if let ends = plan.cutoffPrices {
      return [("plan.marginCapital", ends.capital), ("plan.marginRecurrent", ends.recurrent)]
        .filter { $0.1 > 0 }
        .map { messages($0.0, language, ["price": format.number($0.1, decimals: 3)]) }
    }
    let prices: [(key: String, price: Double?)] =
      plan.remoteShare.map {
        [("plan.cutoffRemote", $0.cutoffPrice), ("plan.cutoffOthers", plan.cutoffPrice)]
      } ?? [("plan.cutoff", plan.cutoffPrice)]
    return prices.compactMap { key, price in
      price.map { messages(key, language, ["price": format.number($0, decimals: 3)]) }
    }
  }

  /// Rounded up: a proof must not claim more than it shows.
  public func gap(_ gap: Double) -> String {
    format.percent((gap * 1e6).rounded(.up) / 1e6, decimals: 4)
  }
}
