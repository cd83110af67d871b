import Foundation
import Testing

/// Plans for small tables whose best plan is plain to see.
struct SmallPlanTests {
  private static let columns =
    "code,computers,need_computers,scanners,need_scanners,line,services,need_services,signatures,need_signatures,coverage,workload"

  private struct Plan: Decodable {
    struct Commune: Decodable {
      struct Item: Decodable {
        let item: String
        let count: Int
      }
      let code: String
      let spend: Int
      let items: [Item]
    }
    let value, upperBound: Double
    let communes: [Commune]

    func spend(_ code: String) -> Int { communes.first { $0.code == code }?.spend ?? 0 }
    func count(_ item: String) -> Int {
      communes.flatMap(\.items).filter { $0.item == item }.reduce(0) { $0 + $1.count }
    }
  }

  /// The standard policy with some texts replaced.
  private func policy(_ changes: [(String, String)], in scratch: Scratch) throws -> String {
    var text = try String(
      contentsOf: Command.project.appending(path: "inventory/policies/standard.toml"),
      encoding: .utf8)
    for (old, new) in changes {
      #expect(text.contains(old), "\(old)")
      text = text.replacing(old, with: new)
    }
    let file = scratch.file("policy.toml")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  private func plan(
    _ rows: [String], columns: String = columns, _ budget: [String],
    changes: [(String, String)] = []
  ) throws -> Plan {
    let scratch = try Scratch()
    let table = scratch.file("table.csv")
    try Data((([columns] + rows).joined(separator: "\n") + "\n").utf8).write(to: table)
    let run = try Command.run(
      "commune-inventory",
      ["plan", "--measures", table.path, "--policy", try policy(changes, in: scratch)] + budget
        + ["--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Plan.self, from: Data(run.output.utf8))
  }

  /// Only computers are lacking, so that all of the money is capital expenditure. The remote
  /// commune lacks two: its share of the larger budgets is more than that.
  @Test(arguments: [100, 101, 150])
  func remoteCommunesGetTheirShareWithTwoBudgets(_ millions: Int) throws {
    let rows = [
      "21136,0.95,40,2,2,50000000,1,5,2,2,1,300,1,0",
      "21244,0,10,2,2,50000000,1,5,2,2,1,2000,0,1",
    ]
    let columns = Self.columns + ",remote,borderOrIsland"
    let two = try plan(
      rows, columns: columns,
      ["--capital-budget", "\(millions)000000", "--recurrent-budget", "0"])
    let one = try plan(rows, columns: columns, ["--budget", "\(millions)000000"])
    #expect(two.spend("21136") == 30_000_000)
    #expect(one.spend("21136") == 30_000_000)
    #expect(two.spend("21244") == one.spend("21244"))
    #expect(two.value == one.value)
  }

  /// A commune to be verified first has no floor, with one budget or two.
  @Test(arguments: [
    ["--budget", "8000000"], ["--capital-budget", "8000000", "--recurrent-budget", "0"],
  ])
  func floorIsForRankedCommunes(_ budget: [String]) throws {
    let found = try plan(
      ["21244,1,16,0,2,50000000,1,5,2,2,1,900", "21250,1,16,1,2,,,5,,2,,900"], budget,
      changes: [
        ("\nfloor = 0\n", "\nfloor = 8_000_000\n"), ("remoteQuota = 0.3", "remoteQuota = 0.0"),
        ("visitCost = 3_000_000", "visitCost = 0"),
      ])
    #expect(found.spend("21244") == 8_000_000 && found.spend("21250") == 0)
  }

  private static let accounts = "criterion = \"services\"\ncloses = 1.0"

  /// Accounts that need a line: the same plan buys the line.
  @Test func lineMakesRoomForWhatRequiresIt() throws {
    let found = try plan(
      ["21250,1,16,2,2,0,0,5,2,2,1,900"], ["--budget", "100000000"],
      changes: [
        ("\nrequires = \"computers\"", ""),
        (Self.accounts, Self.accounts + "\nrequires = \"line\""),
      ])
    #expect(found.count("fibre50") == 1)
    #expect(found.count("accountSetup") == 5)
    #expect(found.value == found.upperBound)
  }

  /// One course for all services, which needs more computers at once than services are lacking.
  @Test func packIsBoughtOnceWhatItRequiresIsWhole() throws {
    let found = try plan(
      ["21370,0.25,8,2,2,50000000,0.4,5,2,2,1,900"], ["--budget", "400000000"],
      changes: [(Self.accounts, "criterion = \"services\"\ncloses = 5.0")])
    #expect(found.count("computer") == 6 && found.count("accountSetup") == 1)
  }
}
