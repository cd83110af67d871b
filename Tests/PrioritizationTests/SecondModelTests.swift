import Prioritization
import TestSupport
import Testing

/// What `format = 2` adds to policies; files without it keep their meaning.
@Suite struct SecondModelTests {
  static let criteria =
    PolicyTables.criterion("computers", weight: 3)
    + PolicyTables.criterion("scanners", standard: 2, more: "per = \"dossiersPerMonth / 1000\"")
    + PolicyTables.criterion("coverage", more: "counts = \"confidence\"")
    + PolicyTables.criterion(
      "old", standard: 0, floor: 1, weight: nil, more: "counts = \"nothing\"")

  static let catalogue =
    PolicyTables.item(
      "computer", cost: 15_000_000, for: "computers",
      more: "kind = \"capital\"\nyears = 5\nvat = 0.1")
    + PolicyTables.item(
      "scanner", cost: 8_000_000, for: "scanners", more: "requires = \"computers\"")
    + "[plan]\nvisitShare = 0.1\nhorizonYears = 5\n"

  static func text(_ format: Int? = 2, criteria: String = criteria, more: String = "") -> String {
    "id = \"example\"\nversion = 1\n\(format.map { "format = \($0)\n" } ?? "")\(criteria)\(more)"
  }

  static func known(_ value: Double, days: Double = 0) -> Observation {
    .known(low: value, high: value, ageDays: days)
  }

  @Test func readsTheNewKeys() throws {
    let policy = try Policy(toml: Self.text(more: Self.catalogue))
    #expect(policy.format == 2)
    #expect(policy.criteria.map(\.effect) == [.need, .need, .confidence, .nothing])
    #expect(policy.criteria.map(\.weight) == [3, 1, 0, 0])
    #expect(policy.criteria.map(\.share) == [0.75, 0.25, 0, 0])
    #expect(policy.criteria[2].doubt == 1)
    #expect(policy.criteria[1].per == Workload(source: "dossiersPerMonth", amount: 1000))
    #expect(policy.items[0].terms == PriceTerms(kind: .capital, years: 5, vat: 0.1))
    #expect(policy.items[1].requires == "computers")
    #expect(policy.plan?.visitShare == 0.1 && policy.plan?.horizonYears == 5)
  }

  /// Older files must neither be refused nor change their meaning.
  @Test(arguments: [
    ("counts = \"confidence\"", "counts"), ("per = \"dossiersPerMonth / 1000\"", "per"),
  ])
  func refusesTheNewKeysInOldFiles(_ line: String, _ key: String) throws {
    let criteria = PolicyTables.criterion("a", more: line)
    let error = #expect(throws: PolicyError.self) {
      try Policy(toml: Self.text(nil, criteria: criteria))
    }
    #expect(error?.message.contains("format = 2") == true)
    #expect(try Policy(toml: Self.text(nil, criteria: Self.plain)).format == 1)
  }

  static let plain = PolicyTables.criterion("a")

  @Test(arguments: [
    ("counts = \"confidence\"", "\"sometimes\""),
    ("per = \"dossiersPerMonth / 1000\"", "\"dossiersPerMonth\""),
    ("per = \"dossiersPerMonth / 1000\"", "\"dossiersPerMonth / 0\""),
    ("per = \"dossiersPerMonth / 1000\"", "\" / 3\""),
    ("kind = \"capital\"", "\"gift\""), ("years = 5", "0"), ("vat = 0.1", "10"),
    ("requires = \"computers\"", "\"coverage\""), ("requires = \"computers\"", "\"scanners\""),
    ("visitShare = 0.1", "2"), ("horizonYears = 5", "0"), ("format = 2", "3"),
  ])
  func refuses(_ line: String, _ value: String) throws {
    try Example.refuses(value, in: line, of: Self.text(more: Self.catalogue))
  }

  @Test func refusesAnItemWhoseCriterionMakesNoPoints() throws {
    try Example.refuses(
      "\"coverage\"", in: "criterion = \"scanners\"", of: Self.text(more: Self.catalogue),
      naming: "earns no points")
  }

  @Test func refusesAWeightOfWhatCountsForNothing() throws {
    try Example.refuses(
      "\"nothing\"\nweight = 1", in: "counts = \"nothing\"", of: Self.text(), naming: "weight")
  }

  /// Coverage lowers the confidence and never adds points.
  @Test func coverageMakesNoPoints() throws {
    let policy = try Policy(toml: Self.text())
    func standing(_ coverage: Observation) -> Standing {
      Standing(
        policy: policy,
        measures: CommuneMeasures(
          code: "00001", observations: [Self.known(0.5), Self.known(1), coverage, .unknown],
          context: []))
    }
    let all = standing(Self.known(1))
    #expect(all.points == 1000 * (0.75 * 0.5 + 0.25 * 0.5))
    #expect(all.confidence == 1)
    for (coverage, confidence) in [
      (Self.known(0.5), 0.9), (Self.known(0), 0.8), (.unknown, 0.8),
    ] {
      let some = standing(coverage)
      #expect(some.points == all.points && some.pointsHigh == all.pointsHigh)
      #expect(abs(some.confidence - confidence) < 1e-12)
    }
    #expect(all.contributions[2] == 0 && all.contributions[3] == 0)
    let unseen = CommuneMeasures(code: "00001", observations: [], context: [])
    #expect(Standing(policy: policy, measures: unseen).confidence == 0)
  }

  /// M5: the standard used to be two scanners for 100 and for 6,000 dossiers a month.
  @Test func aStandardGrowsWithTheWorkload() throws {
    let policy = try Policy(toml: Self.text())
    let criterion = policy.criteria[1]
    let cases: [(dossiers: Double?, factor: Double)] = [
      (nil, 1), (0, 1), (100, 1), (1000, 1), (1500, 1.5), (6000, 6),
    ]
    for (dossiers, factor) in cases {
      #expect(criterion.per?.factor(dossiers) == factor)
      #expect(criterion.standard(factor: factor) == 2 * factor)
      var measures = CommuneMeasures(
        code: "00001", observations: [Self.known(1), Self.known(2)], context: [])
      measures.factors = [1, factor]
      let standing = Standing(policy: policy, measures: measures)
      #expect(abs(standing.gapLow[1] - (1 - 1 / factor)) < 1e-12)
    }
    #expect(criterion.per?.factor(.nan) == 1 && criterion.per?.factor(.infinity) == 1)
  }

  /// Reweighting adds no points for criteria that have none.
  @Test func reweightingLeavesCoverageOut() throws {
    let policy = try Policy(toml: Self.text())
    let other = try #require(policy.weighing([1, 1, 5, 5]))
    #expect(other.criteria.map(\.share) == [0.5, 0.5, 0, 0])
    #expect(policy.weighing([0, 0, 5, 5]) == nil)
  }
}
