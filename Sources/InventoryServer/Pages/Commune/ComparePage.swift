import Foundation
import InventoryStore
import Presentation
import Prioritization

/// A comparison as a page.
struct ComparePage {
  private let comparison: CommuneComparison
  private let call: PageCall
  private let words: ComparisonText

  init(comparison: CommuneComparison, call: PageCall) {
    self.comparison = comparison
    self.call = call
    words = ComparisonText(
      comparison: comparison, language: call.language, messages: call.messages)
  }

  var title: String { words.title }

  /// The fields as submitted.
  ///
  /// - Parameter choices: Communes offered by name.
  static func form(_ call: PageCall, _ choices: [CommuneRecord]) -> PageValues {
    [
      "choices": choices.map { ["code": $0.code, "name": $0.name] as PageValues },
      "first": call.query["first"] ?? "", "second": call.query["second"] ?? "",
      "firstAsOf": call.query["firstAsOf"] ?? "", "secondAsOf": call.query["secondAsOf"] ?? "",
      "today": VietnamDay.text(call.now),
    ]
  }

  func values(_ choices: [CommuneRecord]) -> PageValues {
    var values = Self.form(call, choices)
    values["annex"] = call.annex
    values["anySimulated"] =
      comparison.first.entry.simulated || comparison.second.entry.simulated
    values["marksNoRows"] = true
    values["comparison"] =
      [
        "subtitle": call.messages.policyVersion(comparison.policy, call.language),
        "names": [
          head(comparison.first, "firstAsOf"), head(comparison.second, "secondAsOf"),
        ],
        "nameOne": words.name(comparison.first), "nameOther": words.name(comparison.second),
        "summary": words.summary.map {
          ["label": $0.label, "one": $0.first, "other": $0.second] as PageValues
        },
        "rows": words.rows.map { row in
          [
            "index": row.criterion % 8, "label": row.label, "one": row.first,
            "other": row.second, "pointsOne": row.pointsFirst, "pointsOther": row.pointsSecond,
            "change": row.change, "cause": row.cause,
          ] as PageValues
        },
        "pointsOne": points(comparison.first), "pointsOther": points(comparison.second),
        "sum": words.change, "sentence": words.sum, "changeHeading": words.changeHeading,
      ] as PageValues
    return values
  }

  private func points(_ side: CommuneComparison.Side) -> String {
    call.people.number(side.entry.ranked.standing.points, decimals: 1)
  }

  /// - Parameter moment: The name of the parameter with its time.
  private func head(_ side: CommuneComparison.Side, _ moment: String) -> PageValues {
    var head: PageValues = [
      "name": words.name(side),
      "address": PageAddress.make(
        "/communes/\(side.entry.ranked.standing.code)", ["asOf": call.query[moment]]),
    ]
    if side.entry.simulated { head["simulated"] = call.text("simulated.mark") }
    return head
  }
}
