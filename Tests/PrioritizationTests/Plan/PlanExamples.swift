import Prioritization
import TestSupport

/// Provinces to plan for, generated from a seed.
enum PlanExample {
  static let items: [(id: String, cost: Int, criterion: String)] = [
    ("pc", 15_000_000, "computers"), ("replacement", 13_500_000, "oldComputers"),
    ("scanner", 8_000_000, "scanners"), ("token", 500_000, "signatures"),
    ("ups", 3_000_000, "power"),
  ]
  static let lines: [(id: String, cost: Int, to: Int)] = [
    ("adsl50", 9_600_000, 50), ("fibre100", 21_600_000, 100), ("fibre200", 36_000_000, 200),
  ]

  struct Limits {
    var floor = 0
    var cap: Int?
    var quota = 0.0
    var visit = 0
  }

  static func policy(
    _ limits: Limits, confidence: Double = 0.75, costs: (Int) -> Int = { $0 }, more: String = ""
  ) throws -> Policy {
    var text = "id = \"plan\"\nversion = 4\nconfidence = \(confidence)\n"
    for (id, standard, floor, weight) in [
      ("computers", 1.0, 0.0, 3.0), ("oldComputers", 0, 1, 2), ("scanners", 2, 0, 2),
      ("signatures", 1, 0, 1), ("power", 1, 0, 0.7), ("line", 200, 0, 1.6), ("coverage", 1, 0, 1),
    ] {
      text += PolicyTables.criterion(id, standard: standard, floor: floor, weight: weight)
    }
    text += PolicyTables.context("remote", bonus: 0.3)
    text += PolicyTables.context("border", bonus: 0.15)
    for item in items {
      text += PolicyTables.item(item.id, cost: costs(item.cost), for: item.criterion)
    }
    for line in lines {
      text += PolicyTables.line(line.id, cost: costs(line.cost), for: "line", to: line.to)
    }
    text += more + "\n[plan]\nfloor = \(limits.floor)\nremoteQuota = \(limits.quota)\n"
    text += "visitCost = \(limits.visit)\n"
    if let cap = limits.cap { text += "cap = \(cap)\n" }
    return try Policy(toml: text)
  }

  /// Communes with 8 to 40 officials; too little is known of some.
  static func communes(
    _ count: Int, unverified: Int = 0, remote: Int = 3, _ random: inout Seeded
  ) -> [CommuneMeasures] {
    (0..<count).map { at in
      let officials = Int.random(in: 8...40, using: &random)
      let computers = Int.random(in: 2...officials, using: &random)
      let old = Int.random(in: 0...computers, using: &random)
      let tokens = Int.random(in: 0...officials / 2, using: &random)
      let values: [Double] = [
        Double(computers) / Double(officials), Double(old) / Double(computers),
        Double(Int.random(in: 0...2, using: &random)), Double(tokens) / Double(officials),
        Double(Int.random(in: 0...1, using: &random)),
        [0, 8, 20, 50, 100, 200].randomElement(using: &random) ?? 0,
        Double.random(in: 0...1, using: &random),
      ]
      var observations = values.map { Observation.known(low: $0, high: $0, ageDays: 0) }
      if at < unverified { observations[0] = .unknown }
      return CommuneMeasures(
        code: String(10000 + at), observations: observations,
        context: [
          Int.random(in: 0..<10, using: &random) < remote ? 1 : 0,
          Int.random(in: 0..<5, using: &random) == 0 ? 1 : nil,
        ],
        needs: [
          Double(officials), Double(computers), nil, Double(officials), nil, nil, nil,
        ])
    }
  }
}
