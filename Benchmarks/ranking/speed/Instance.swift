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

  /// Five items and three lines; the figures of a commune of 8 to 40 officials.
  static func planPolicy(floor: Int, cap: Int, quota: Double) throws -> Policy {
    var text = "id = \"plan\"\nversion = 1\n"
    for (id, standard, floor, weight) in [
      ("computers", 1.0, 0.0, 3.0), ("oldComputers", 0, 1, 2), ("scanners", 2, 0, 2),
      ("signatures", 1, 0, 1), ("power", 1, 0, 0.7), ("line", 200, 0, 1.6),
    ] {
      text += PolicyTables.criterion(id, standard: standard, floor: floor, weight: weight)
    }
    text += PolicyTables.context("remote", bonus: 0.3)
    for (id, cost, serves) in [
      ("pc", 15_000_000, "computers"), ("replacement", 13_500_000, "oldComputers"),
      ("scanner", 8_000_000, "scanners"), ("token", 500_000, "signatures"),
      ("ups", 3_200_000, "power"),
    ] {
      text += PolicyTables.item(id, cost: cost, for: serves)
    }
    for (id, cost, to) in [
      ("adsl50", 9_600_000, 50), ("fibre100", 21_600_000, 100), ("fibre200", 36_000_000, 200),
    ] {
      text += PolicyTables.line(id, cost: cost, for: "line", to: to)
    }
    return try Policy(
      toml: text + "[plan]\nfloor = \(floor)\ncap = \(cap)\nremoteQuota = \(quota)\n")
  }

  static func planCommunes(_ count: Int) -> [CommuneMeasures] {
    var random = Seeded(2)
    return (0..<count).map { at in
      let officials = Int.random(in: 8...40, using: &random)
      let computers = Int.random(in: 2...officials, using: &random)
      let old = Int.random(in: 0...computers, using: &random)
      let tokens = Int.random(in: 0...officials / 2, using: &random)
      let lines: [Double] = [0, 8, 20, 50, 100, 200]
      let values: [Double] = [
        Double(computers) / Double(officials), Double(old) / Double(computers),
        Double(Int.random(in: 0...2, using: &random)), Double(tokens) / Double(officials),
        Double(Int.random(in: 0...1, using: &random)),
        lines[Int.random(in: 0..<lines.count, using: &random)],
      ]
      return CommuneMeasures(
        code: String(100_000 + at),
        observations: values.map { .known(low: $0, high: $0, ageDays: 0) },
        context: [Int.random(in: 0..<10, using: &random) < 4 ? 1 : 0],
        needs: [Double(officials), Double(computers), nil, Double(officials), nil, nil])
    }
  }
}
