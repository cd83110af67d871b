import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

/// Weights written as text are read back by a policy.
@Suite struct WeightsTextTests {
  /// The example's policy with its weights replaced by a text's.
  private func policy(_ text: String) throws -> String {
    var weights: [String: String] = [:]
    var id = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("id = ") { id = String(line) }
      if line.hasPrefix("weight = ") { weights[id] = String(line) }
    }
    let file = Example.root.appending(path: "Tests/PresentationTests/policy.toml")
    return try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { line in
      if line.hasPrefix("id = ") { id = String(line) }
      return line.hasPrefix("weight = ") ? weights[id] ?? "" : String(line)
    }.joined(separator: "\n")
  }

  @Test func pointsAreRead() throws {
    let before = try Example.policy()
    let weights = before.criteria.indices.map { [0.25, 7, 1000, 0.1234][$0 % 4] }
    let text = WeightsText.points(before, weights)
    #expect(try Policy(toml: policy(text)).criteria.map(\.weight) == weights)
  }

  @Test func whatWeighsNothingIsTakenOut() throws {
    let before = try Example.policy()
    let text = WeightsText.points(before, before.criteria.indices.map { $0 == 0 ? 0 : 1 })
    #expect(text.hasPrefix("# [[criteria]] id = \"\(before.criteria[0].id)\": remove"))
  }

  @Test func comparisonsAreRead() throws {
    let before = try Example.policy()
    let count = before.criteria.count
    // the first twice as important as each of the others, which are equal
    let comparisons = (0..<count).map { row in
      (0..<count).map { row == $0 ? 1 : row == 0 ? 2 : $0 == 0 ? -2 : 1 }
    }
    let toml = try policy("").split(separator: "\n").filter { !$0.hasPrefix("weight = ") }
      .joined(separator: "\n")
    let after = try Policy(toml: toml + "\n" + WeightsText.comparisons(before, comparisons))
    #expect(abs(after.criteria[0].share - 2 / Double(count + 1)) < 1e-9)
  }
}
