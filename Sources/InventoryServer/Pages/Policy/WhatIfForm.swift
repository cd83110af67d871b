import Foundation
import Presentation
import Prioritization

/// The form of other weights: what was typed, what is wrong with it, and what it asks for.
struct WhatIfForm {
  static let maximumWeight = 1000.0
  static let maximumTop = 20_000

  /// By a criterion's id, as typed; blank is as the policy has it.
  let typed: [String: String]
  let province: String?
  /// The k of "among the first k".
  let top: Int
  /// By a criterion's id: a message's key.
  private(set) var faults: [String: String] = [:]
  /// Whether all weights are 0.
  private(set) var weighsNothing = false
  /// In the order of the criteria; nil if the form is empty or has an error.
  private(set) var weights: [Double]?

  /// - Parameter value: What the form sent under a name; nil for blank.
  init(policy: Policy, _ value: (String) -> String?) {
    var typed: [String: String] = [:]
    for criterion in policy.criteria {
      typed[criterion.id] = value(Self.name(criterion.id)).map { String($0.prefix(20)) }
    }
    self.typed = typed
    province = value("province")
    let standard = province == nil ? 100 : 20
    top = min(max(1, value("top").flatMap { Int($0) } ?? standard), Self.maximumTop)
    guard !typed.isEmpty else { return }
    var weights: [Double] = []
    for criterion in policy.criteria {
      guard criterion.effect == .need else {
        weights.append(0)
        continue
      }
      guard let text = typed[criterion.id], !Self.isAsWritten(text, criterion) else {
        weights.append(criterion.weight)
        continue
      }
      if let weight = Self.weight(text) {
        weights.append(weight)
      } else {
        faults[criterion.id] = "whatIf.fault.weight"
      }
    }
    guard faults.isEmpty else { return }
    weighsNothing = policy.weighing(weights) == nil
    self.weights = weighsNothing ? nil : weights
  }

  static func name(_ id: String) -> String { "w.\(id)" }

  /// The policy's weight as a field shows it.
  static func shown(_ criterion: Criterion, _ language: Language) -> String {
    PeopleFormat(language).number(criterion.weight, decimals: 4, trimmed: true)
  }

  /// What was not changed is exactly the policy's, however many digits the field shows.
  private static func isAsWritten(_ text: String, _ criterion: Criterion) -> Bool {
    Language.allCases.contains { shown(criterion, $0) == text }
  }

  /// `2`, `2.5`, `2,5`: from 0 to ``maximumWeight``, to four digits behind the mark.
  static func weight(_ text: String) -> Double? {
    let digits = text.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")
    guard digits.utf8.first.map({ 48...57 ~= $0 }) == true,
      digits.utf8.allSatisfy({ 48...57 ~= $0 || $0 == UInt8(ascii: ".") }),
      let weight = Double(digits), 0...maximumWeight ~= weight
    else { return nil }
    return (weight * 10_000).rounded() / 10_000
  }
}
