import Prioritization
import TestSupport
import Testing

/// The policy that ships.
@Suite struct StandardPolicyTests {
  @Test func isValid() throws {
    let policy = try Policy(toml: Example.standardPolicy())
    #expect(policy.id == "standard")
    #expect(policy.version == 4 && policy.format == 2)
    #expect(policy.confidence == 0.75)
    #expect(
      policy.criteria.map(\.id) == [
        "computers", "oldComputers", "supportedSystems", "scanners", "coverage", "line",
        "services", "signatures",
      ])
    #expect(
      policy.criteria.map(\.measure) == [
        "adequateComputersPerOfficial", "oldComputersShare", "supportedSystemsShare", "scanners",
        "reportingCoverage", "lineBitsPerSecond", "usableServicesShare", "digitalSignatures",
      ])
    #expect(policy.criteria.map(\.weight) == [5, 0, 0, 2, 0, 2, 2, 1])
    #expect(
      policy.criteria[1].effect == .nothing && policy.criteria[4].doubt == 1
        && policy.adequacy.supportedSystem)
    #expect(abs(policy.criteria.map(\.share).reduce(0, +) - 1) < 1e-12)
    #expect(policy.criteria[0].label.vi == "Số máy tính đạt yêu cầu bình quân trên cán bộ")
    #expect(policy.context.map(\.id) == ["remote", "borderOrIsland", "workload"])
    #expect(policy.context[2].full == 2000)
    #expect(policy.maximumEmphasis == 1.5)
    #expect(policy.reporting.freshDays == 3 && policy.reporting.silentDays == 14)
    #expect(policy.adequacy.minimumMemoryBytes == 7 << 30)
    #expect(policy.adequacy.solidState)
    #expect(policy.line.maximumAgeDays == 60)
    #expect(policy.services.required.count == 5 && policy.services.signatures.count == 1)
  }

  @Test func everyNumberHasItsSource() throws {
    let policy = try Policy(toml: Example.standardPolicy())
    let sources =
      policy.criteria.map(\.source) + policy.context.map(\.source)
      + policy.items.map(\.source) + policy.lines.map(\.source)
      + [
        policy.plan?.source ?? LocalizedText(both: ""), policy.reporting.source,
        policy.adequacy.source,
        policy.line.source,
        policy.services.source, policy.source,
      ]
    #expect(sources.allSatisfy { $0.vi.count > 20 && $0.en.count > 20 && $0.vi != $0.en })
  }

  @Test func omittedKeysHaveDefaults() throws {
    let policy = try Policy(
      toml: "id = \"bare\"\nversion = 1\n" + PolicyTables.criterion("a")
        + PolicyTables.context("remote", bonus: 0.3))
    #expect(policy.confidence == 0.75)
    #expect(policy.reporting == ReportingLimits(freshDays: 3, silentDays: 14))
    #expect(policy.adequacy == Adequacy())
    #expect(policy.line == LineLimits() && policy.services == ServiceRequirements())
    #expect(policy.context[0].full == 1)
    #expect(policy.context[0].label.vi == "remote")
    #expect(policy.criteria[0].measure == nil)
    #expect(policy.criteria[0].drift == 0)
    #expect(policy.plan == nil)
  }

  @Test func catalogue() throws {
    let policy = try Policy(toml: Example.standardPolicy())
    #expect(
      policy.items.map(\.id) == ["computer", "scanner", "accountSetup", "signatureToken"])
    #expect(
      policy.items.map(\.criterion) == ["computers", "scanners", "services", "signatures"])
    #expect(policy.items.map(\.terms.kind) == [.capital, .capital, .recurrent, .recurrent])
    #expect(policy.items.map(\.requires) == [nil, "computers", "computers", "computers"])
    #expect(policy.lines.allSatisfy { $0.terms.kind == .recurrent && $0.terms.years == 1 })
    #expect(policy.items.allSatisfy { $0.closes == 1 })
    #expect(policy.lines.map(\.to) == [20_000_000, 35_000_000, 50_000_000])
    #expect(policy.lines.allSatisfy { $0.criterion == "line" })
    #expect(policy.plan?.cap == 500_000_000 && policy.plan?.floor == 0)
    #expect(policy.plan?.remoteQuota == 0.3 && policy.plan?.visitCost == 3_000_000)
    #expect(policy.plan?.visitShare == 0.1 && policy.plan?.horizonYears == 5)
  }

  @Test func catalogueIsUnchanged() throws {
    let standard = try Example.standardPolicy()
    let criteria = standard.prefix(
      upTo: try #require(standard.firstRange(of: "[[items]]")?.lowerBound))
    let policy = try Policy(
      toml: criteria + PolicyTables.item("scanner", cost: 8_000_000, for: "scanners")
        + PolicyTables.line("fibre200", cost: 36_000_000, for: "line", to: 1) + """
          [plan]
          floor = 0
          cap = 500_000_000
          remoteQuota = 0.3
          visitCost = 3_000_000
          """)
    #expect(policy.items.map(\.cost) == [8_000_000])
    #expect(policy.items[0].criterion == "scanners" && policy.items[0].closes == 1)
    #expect(policy.lines.map(\.to) == [1])
    #expect(policy.plan?.cap == 500_000_000)
    #expect(policy.plan?.remoteQuota == 0.3)
  }
}
