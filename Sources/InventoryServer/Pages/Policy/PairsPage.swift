import Foundation
import Presentation
import Prioritization

/// `/policy/pairs`: weights from pairwise comparisons of criteria, and their consistency.
struct PairsPage: PageModel {
  let call: PageCall
  let policy: Policy
  let form: PairsForm

  func values() -> PageValues {
    guard PairsForm.canCompare(policy) else {
      return [
        "tooMany": call.text(
          "pairs.tooMany", ["maximum": people.number(PairsForm.maximumCriteria)])
      ]
    }
    let count = policy.needCriteria.count
    var values: PageValues = [
      "pairs": (0..<count).flatMap { row in
        ((row + 1)..<max(count, row + 1)).map { pair(row, $0) }
      },
      "intro": call.text("pairs.intro", ["count": people.number(count * (count - 1) / 2)]),
    ]
    if form.isAsked, let comparison = form.comparison { values["result"] = result(comparison) }
    return values
  }

  private func label(_ at: Int) -> String { policy.needCriteria[at].label[call.language] }

  private func pair(_ row: Int, _ column: Int) -> PageValues {
    let chosen = form.comparisons[row][column]
    return [
      "name": PairsForm.name(row, column), "field": "pair-\(row)-\(column)",
      "first": label(row), "second": label(column),
      "options": PairsForm.numbers.map { number in
        [
          "value": number, "selected": number == chosen,
          "label": number == 1
            ? call.text("pairs.equal")
            : call.text(
              "pairs.more",
              ["criterion": label(number > 0 ? row : column), "number": "\(abs(number))"]),
        ] as PageValues
      },
    ]
  }

  private func result(_ comparison: PairwiseComparison) -> PageValues {
    let isConsistent =
      comparison.consistencyRatio < PairwiseComparison.maximumConsistencyRatio
    let ratio = people.number(comparison.consistencyRatio, decimals: 3)
    var values: PageValues = [
      "weights": policy.needCriteria.enumerated().map { at, criterion in
        [
          "index": at % 8, "label": label(at),
          "before": people.percent(criterion.share, decimals: 1),
          "after": people.percent(comparison.weights[at], decimals: 1),
          "bar": PeopleFormat(.en).number(
            comparison.weights[at] * PolicyPage.barWidth, decimals: 1, trimmed: true),
          "name": WhatIfForm.name(criterion.id),
          "value": PeopleFormat(.en).number(
            comparison.weights[at], decimals: 4, trimmed: true),
        ] as PageValues
      },
      "ratio": ratio, "isConsistent": isConsistent,
      "verdict": call.text(
        isConsistent ? "pairs.consistent" : "pairs.inconsistent", ["ratio": ratio]),
    ]
    if isConsistent {
      values["toml"] = WeightsText.comparisons(policy, form.comparisons)
    } else if let worst = comparison.worst {
      values["worst"] = call.text(
        "pairs.worst",
        [
          "first": label(worst.row), "second": label(worst.column),
          "written": written(worst.written), "consistent": written(worst.consistent),
        ])
      values["worstField"] = "pair-\(worst.row)-\(worst.column)"
    }
    return values
  }

  /// `3`, or `1/3` if less than 1.
  private func written(_ value: Double) -> String {
    value >= 1
      ? people.number(value, decimals: 1, trimmed: true)
      : "1/" + people.number(1 / value, decimals: 1, trimmed: true)
  }
}
