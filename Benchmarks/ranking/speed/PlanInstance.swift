import PlanModels
import Prioritization
import TestSupport

/// A synthetic country whose purchases are planned.
struct PlanInstance {
  /// The limits of the policy.
  let name: String
  private let policy: Policy
  private let communes: [CommuneMeasures]
  private let budget: Int

  static func all() throws -> [PlanInstance] {
    let communes = Self.communes(3321)
    return try [
      ("floor 10, cap 250 million", 10_000_000, 250_000_000, 300_000_000_000),
      ("floor 5, cap 500 million", 5_000_000, 500_000_000, 600_000_000_000),
    ].map { name, floor, cap, budget in
      PlanInstance(
        name: name, policy: try policy(floor: floor, cap: cap, quota: 0.45), communes: communes,
        budget: budget)
    }
  }

  func plan() throws -> Plan { try Plan(policy: policy, communes: communes, budget: budget) }

  var model: String { PlanModel(policy: policy, communes: communes, budget: budget).text }

  /// Five items and three lines; the figures of a commune of 8 to 40 officials.
  private static func policy(floor: Int, cap: Int, quota: Double) throws -> Policy {
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

  private static func communes(_ count: Int) -> [CommuneMeasures] {
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
