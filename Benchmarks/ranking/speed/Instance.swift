import Prioritization
import TestSupport

/// Synthetic communes.
enum Instance {
  /// Twelve criteria whose values are the gaps themselves.
  static func indexPolicy() throws -> Policy {
    var text = "id = \"index\"\nversion = 1\n"
    for at in 0..<12 {
      text += PolicyTables.criterion("c\(at)", standard: 0, floor: 1, weight: Double(at + 3))
    }
    return try Policy(
      toml: text + PolicyTables.context("remote", bonus: 0.3)
        + PolicyTables.context("border", bonus: 0.1))
  }

  /// One value in ten unknown, one in five uncertain.
  static func indexCommunes(_ count: Int) -> [CommuneMeasures] {
    var random = Seeded(1)
    return (0..<count).map { at in
      CommuneMeasures(
        code: String(100_000 + at),
        observations: (0..<12).map { _ in
          let kind = Int.random(in: 0..<10, using: &random)
          let low = Double.random(in: 0...1, using: &random)
          if kind == 0 { return .unknown }
          return .known(low: low, high: kind < 3 ? min(1, low + 0.2) : low, ageDays: 0)
        },
        context: [Double(Int.random(in: 0...1, using: &random)), nil])
    }
  }
}
