import Foundation
import Presentation
import Prioritization

/// `/policy`: every figure that matters, with its meaning and who set it.
struct PolicyPage: PageModel {
  let call: PageCall
  let policy: Policy
  /// SHA-256 of the policy's text.
  let digest: String?

  static let barWidth = 120.0

  func values() -> PageValues {
    var values: PageValues = [
      "version": call.messages.policyVersion(policy, call.language),
      "source": source(policy.source),
      "confidence": call.text(
        "policy.confidence", ["threshold": people.percent(policy.confidence)]),
      "weighting": weighting,
      "criteria": policy.criteria.enumerated().map(criterion),
      "context": policy.context.map(context), "anyContext": !policy.context.isEmpty,
      "limits": limits, "catalogue": items + lines,
      "anyCatalogue": !policy.catalogue.isEmpty,
    ]
    if let digest { values["digest"] = "sha-256:" + digest }
    return values
  }

  /// A figure, large or small, without trailing zeros.
  private func figure(_ value: Double) -> String {
    people.number(value, decimals: abs(value) < 1 ? 4 : 2, trimmed: true)
  }

  /// Who decided; a local assumption is marked as such.
  private func source(_ words: LocalizedText) -> PageValues {
    let text = words[call.language]
    let marks = ["local assumption", "giả định địa phương", "giả định của địa phương"]
    var values: PageValues = ["words": text]
    if let mark = marks.first(where: { text.lowercased().hasPrefix($0) }) {
      values["assumption"] = call.text("policyPage.assumption")
      // The mark already conveys this.
      let rest = text.dropFirst(mark.count).drop { ":. ".contains($0) }
      values["words"] = rest.prefix(1).uppercased() + rest.dropFirst()
    }
    if text.isEmpty { values["unnamed"] = call.text("policyPage.noSource") }
    return values
  }

  private var weighting: String {
    switch policy.weighting {
    case .points: call.text("policyPage.byPoints")
    case .ranks: call.text("policyPage.byRanks")
    case .comparisons(let ratio):
      call.text("policyPage.byComparisons", ["ratio": people.number(ratio, decimals: 3)])
    }
  }

  private func criterion(_ at: Int, _ criterion: Criterion) -> PageValues {
    var values: PageValues = [
      "index": at % 8, "id": criterion.id, "label": criterion.label[call.language],
      "standard": figure(criterion.standard), "floor": figure(criterion.floor),
      "unit": criterion.unit[call.language], "weight": people.percent(criterion.share, decimals: 1),
      "points": people.number(criterion.weight, decimals: 4, trimmed: true),
      "bar": PeopleFormat(.en).number(
        criterion.share * Self.barWidth, decimals: 1, trimmed: true),
      "direction": call.text(
        criterion.standard > criterion.floor
          ? "policyPage.moreIsBetter" : "policyPage.lessIsBetter"),
      "drift": criterion.drift > 0
        ? call.text(
          "policyPage.drift",
          ["drift": people.percent(criterion.drift, decimals: 2)])
        : call.text("policyPage.noDrift"),
      "source": source(criterion.source), "notes": text.notes(criterion),
    ]
    if let measure = criterion.measure {
      let key = "measure.\(measure)"
      let meaning = call.text(key)
      if meaning != key { values["meaning"] = meaning }
    } else {
      values["meaning"] = call.text("policyPage.fromTable")
    }
    return values
  }

  private func context(_ bonus: ContextBonus) -> PageValues {
    [
      "id": bonus.id, "label": bonus.label[call.language], "full": figure(bonus.full),
      "bonus": "+\(people.percent(bonus.bonus, decimals: 1))", "source": source(bonus.source),
    ]
  }

  private func name(ofCriterion id: String) -> String {
    policy.criteria.first { $0.id == id }?.label[call.language] ?? id
  }

  private var items: [PageValues] {
    policy.items.map { item in
      entry(
        item.label, item.cost, item.criterion, item.terms, requires: item.requires, item.source,
        effect: call.text("policyPage.closes", ["closes": figure(item.closes)]))
    }
  }

  private var lines: [PageValues] {
    policy.lines.map { line in
      entry(
        line.label, line.cost, line.criterion, line.terms, requires: line.requires, line.source,
        effect: call.text("policyPage.raises", ["to": figure(line.to)]))
    }
  }

  /// An entry of the catalogue.
  private func entry(
    _ label: LocalizedText, _ cost: Int, _ criterion: String, _ terms: PriceTerms,
    requires: String?, _ source: LocalizedText, effect: String
  ) -> PageValues {
    [
      "label": label[call.language], "price": people.number(cost),
      "criterion": name(ofCriterion: criterion), "effect": effect,
      "terms": text.terms(terms, requires: requires), "source": self.source(source),
    ]
  }

  private var text: PolicyText {
    PolicyText(policy, call.language, messages: call.messages)
  }

  private var limits: [PageValues] {
    func group(
      _ key: String, _ source: LocalizedText, _ rows: [(key: String, value: String)]
    ) -> PageValues {
      [
        "title": call.text("policyPage.group." + key), "source": self.source(source),
        "rows": rows.map { ["name": call.text("policyPage.limit." + $0.key), "value": $0.value] },
      ]
    }
    let adequacy = policy.adequacy
    var adequate = [
      (
        "memory",
        people.number(
          Double(adequacy.minimumMemoryBytes) / Double(1 << 30), decimals: 1, trimmed: true)
      ),
      ("threads", people.number(adequacy.minimumThreads)),
      ("age", figure(adequacy.maximumAgeYears)),
      ("solidState", call.text(adequacy.solidState ? "value.yes" : "value.no")),
    ]
    if policy.format >= 2 {
      adequate += [
        ("supportedSystem", call.text(adequacy.supportedSystem ? "value.yes" : "value.no")),
        ("oldCounts", figure(adequacy.oldCounts)),
      ]
    }
    var groups = [
      group(
        "reporting", policy.reporting.source,
        [
          ("fresh", figure(policy.reporting.freshDays)),
          ("silent", figure(policy.reporting.silentDays)),
        ]),
      group("adequacy", adequacy.source, adequate),
      group("line", policy.line.source, [("lineAge", figure(policy.line.maximumAgeDays))]),
    ]
    let services = policy.services
    if !services.required.isEmpty || !services.signatures.isEmpty {
      groups.append(
        group(
          "services", services.source,
          [
            ("required", services.required.map(call.serviceName).joined(separator: ", ")),
            ("signatures", services.signatures.map(call.serviceName).joined(separator: ", ")),
          ]))
    }
    if let plan = policy.plan {
      groups.append([
        "title": call.text("plan.limits"), "source": source(plan.source),
        "rows": text.limits(plan).map { key, value in
          [
            "name": call.text("plan.limit." + key),
            "value": ["floor", "cap", "visitCost"].contains(key) && value.last?.isNumber == true
              ? "\(value) đ" : value,
          ]
        },
      ])
    }
    return groups
  }
}
