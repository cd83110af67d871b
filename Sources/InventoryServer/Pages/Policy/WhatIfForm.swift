import Foundation
import Presentation
import Prioritization

/// The form of other weights: its fields as typed, their faults, and the resulting weights.
struct WhatIfForm {
  static let maximumWeight = 1000.0
  static let maximumTop = 20_000

  /// As typed, by criterion id; blank stands for the policy's weight.
  let typed: [String: String]
  let province: String?
  /// The k of "among the first k".
  let top: Int
  /// Message keys by criterion id.
  private(set) var faults: [String: String] = [:]
  /// Whether all weights are 0.
  private(set) var weighsNothing = false
  /// In the order of the criteria; nil if the form is empty or has a fault, or all weights are 0.
  private(set) var weights: [Double]?

  /// - Parameter value: Returns the form's value for a name; nil if blank.
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

  /// An unchanged field means exactly the policy's weight, however many digits it shows.
  private static func isAsWritten(_ text: String, _ criterion: Criterion) -> Bool {
    Language.allCases.contains { shown(criterion, $0) == text }
  }

  /// Parses `2`, `2.5` or `2,5`, rounded to four decimals; nil unless it is from 0 to
  /// ``maximumWeight``.
  static func weight(_ text: String) -> Double? {
    let digits = text.trimmingCharacters(in: .whitespaces).replacing(",", with: ".")
    guard digits.utf8.first.map({ 48...57 ~= $0 }) == true,
      digits.utf8.allSatisfy({ 48...57 ~= $0 || $0 == UInt8(ascii: ".") }),
      let weight = Double(digits), 0...maximumWeight ~= weight
    else { return nil }
    return (weight * 10_000).rounded() / 10_000
  }
}
