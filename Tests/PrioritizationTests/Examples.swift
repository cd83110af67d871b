import Foundation
import Prioritization
import TestSupport
import Testing

enum Example {
  static func standardPolicy() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "inventory/policies/standard.toml"), encoding: .utf8)
  }

  /// Expects that the reader refuses a policy once a line has another value, and says where.
  ///
  /// - Parameters:
  ///   - line: `cost = 5`, the first such line of `policy`.
  ///   - words: What the message names; nil for the line's key.
  static func refuses(
    _ value: String, in line: String, of policy: String, naming words: String? = nil
  ) throws {
    let key = line.prefix { $0 != " " }
    let range = try #require(policy.range(of: line))
    let text = policy.replacingCharacters(in: range, with: "\(key) = \(value)")
    let error = #expect(throws: PolicyError.self, "\(key) = \(value)") { try Policy(toml: text) }
    let message = error?.message ?? ""
    let named = words.map { [$0] } ?? ["\"\(key)\"", " \(key) "]
    #expect(named.contains { message.contains($0) }, "\(message)")
    #expect(error?.line != nil, "\(message)")
  }

  /// A policy with one criterion per entry and one context per bonus.
  static func policy(
    _ criteria: [(standard: Double, floor: Double, weight: Double, drift: Double)],
    bonuses: [Double] = [], confidence: Double = 0.75
  ) throws -> Policy {
    var text = "id = \"example\"\nversion = 1\nconfidence = \(confidence)\n"
    for (at, criterion) in criteria.enumerated() {
      text += PolicyTables.criterion(
        "c\(at)", standard: criterion.standard, floor: criterion.floor, weight: criterion.weight,
        more: "drift = \(criterion.drift)")
    }
    for (at, bonus) in bonuses.enumerated() {
      text += PolicyTables.context("x\(at)", bonus: bonus)
    }
    return try Policy(toml: text)
  }

  /// Criteria whose value is the gap itself: standard 0, floor 1.
  static func gapPolicy(_ weights: [Double], bonuses: [Double] = [], confidence: Double = 0.75)
    throws -> Policy
  {
    try policy(weights.map { (0, 1, $0, 0) }, bonuses: bonuses, confidence: confidence)
  }

  /// Many items for one criterion, at the limits of what a policy may say.
  static func hugeCatalogue(items: Int) throws -> String {
    var text = "id = \"huge\"\nversion = 1\n"
    text += PolicyTables.criterion("c", standard: 1e15)
    text += PolicyTables.context("remote", bonus: 0.1)
    for at in 0..<items {
      text += PolicyTables.item(
        "i\(at)", cost: at % 3 == 0 ? 1_000_000_000_000_000 : at + 1, for: "c",
        closes: at % 2 == 0 ? 1e-9 : 1e15)
    }
    return text
  }

  static func randomPolicy(_ random: inout Seeded) throws -> Policy {
    let count = Int.random(in: 1...6, using: &random)
    var criteria: [(standard: Double, floor: Double, weight: Double, drift: Double)] = []
    for _ in 0..<count {
      let standard = Double.random(in: -50...50, using: &random)
      let span = Double.random(in: 0.5...40, using: &random)
      criteria.append(
        (
          standard, standard + (Bool.random(using: &random) ? span : -span),
          Double.random(in: 0.1...9, using: &random), Double.random(in: 0...0.01, using: &random)
        ))
    }
    let bonuses = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      Double.random(in: 0...0.16, using: &random)
    }
    return try policy(
      criteria, bonuses: bonuses, confidence: Double.random(in: 0.05...1, using: &random))
  }

  static func randomObservation(_ criterion: Criterion, _ random: inout Seeded) -> Observation {
    guard Int.random(in: 0..<4, using: &random) > 0 else { return .unknown }
    let ends = [criterion.standard, criterion.floor].sorted()
    let margin = (ends[1] - ends[0]) / 5
    let low = Double.random(in: ends[0] - margin...ends[1] + margin, using: &random)
    let sure = Bool.random(using: &random)
    return .known(
      low: low, high: sure ? low : low + Double.random(in: 0...margin, using: &random),
      ageDays: Double.random(in: 0...90, using: &random))
  }

  static func randomCommunes(_ count: Int, _ policy: Policy, _ random: inout Seeded)
    -> [CommuneMeasures]
  {
    var communes: [CommuneMeasures] = []
    for at in 0..<count {
      var observations: [Observation] = []
      for criterion in policy.criteria {
        observations.append(randomObservation(criterion, &random))
      }
      let context = policy.context.map { _ -> Double? in
        Bool.random(using: &random) ? nil : Double.random(in: -0.2...1.4, using: &random)
      }
      communes.append(
        CommuneMeasures(code: String(10000 + at), observations: observations, context: context))
    }
    return communes
  }
}
