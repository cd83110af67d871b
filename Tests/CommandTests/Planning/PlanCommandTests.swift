import Foundation
import Testing

/// `rank` and `plan` as a finance planner runs them: on a table, without an inventory.
struct PlanCommandTests {
  static let examples = Command.project.appending(path: "inventory/policies/examples")
  static let table = examples.appending(path: "four-communes.csv").path

  private func run(_ arguments: String...) throws -> Command {
    let run = try Command.run("commune-inventory", arguments)
    #expect(run.status == 0, "\(run.errors)")
    return run
  }

  @Test func aTableIsRankedWithoutAnInventory() throws {
    let scratch = try Scratch()
    let database = scratch.file("none.sqlite").path
    let ranked = try run("rank", "--measures", Self.table, "--database", database)
    #expect(ranked.output.contains("theo bảng số liệu four-communes.csv"))
    #expect(ranked.output.contains("Bộ tiêu chí chuẩn, phiên bản 4"))
    #expect(!FileManager.default.fileExists(atPath: database))
    // Bit for bit the same at any time.
    for format in ["json", "csv", "xlsx"] {
      let files = ["one", "two"].map { scratch.file("\($0).\(format)").path }
      for file in files {
        _ = try run("rank", "--measures", Self.table, "--format", format, "--output", file)
      }
      #expect(
        FileManager.default.contents(atPath: files[0])
          == FileManager.default.contents(atPath: files[1]))
    }
  }

  @Test(arguments: ["200000000", "200_000_000", "200.000.000", "200,000,000"])
  func budgets(_ written: String) throws {
    let plan = try run(
      "plan", "--measures", Self.table, "--budget", written, "--format", "json")
    #expect(plan.output.contains(#""budget":200000000,"#))
    #expect(plan.output.contains(#""spent":197100000,"#))
  }

  @Test func aPlanInWords() throws {
    let plan = try run("plan", "--measures", Self.table, "--budget", "200_000_000")
    #expect(plan.output.contains("Thứ hạng không phải là thứ tự phân bổ kinh phí"))
    #expect(plan.output.contains("điểm trên một triệu đồng"))
    #expect(!plan.output.contains("\u{1B}"))
    let english = try run(
      "plan", "--measures", Self.examples.appending(path: "reading-rooms.csv").path, "--policy",
      Self.examples.appending(path: "reading-rooms.toml").path, "--budget", "60_000_000",
      "--language", "en", "--limit", "1")
    #expect(english.output.contains("… and 1 more commune"))
    let csv = try run(
      "plan", "--measures", Self.table, "--budget", "200_000_000", "--format", "csv")
    #expect(csv.output.split(separator: "\r\n").count == 5)
  }

  @Test func aWorkbookGoesToAFileOrAPipe() throws {
    let scratch = try Scratch()
    let file = scratch.file("plan.xlsx")
    let run = try run(
      "plan", "--measures", Self.table, "--budget", "200_000_000", "--format", "xlsx", "--output",
      file.path)
    #expect(run.output.isEmpty)
    #expect(try Data(contentsOf: file).starts(with: Data("PK".utf8)))
  }

  /// A workbook is made in a temporary folder, which is removed afterwards.
  @Test func nothingIsLeftBehind() throws {
    let scratch = try Scratch()
    let temporary = scratch.file("temporary")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    let run = try Command.run(
      "commune-inventory",
      [
        "plan", "--measures", Self.table, "--budget", "200_000_000", "--format", "xlsx", "--output",
        scratch.file("plan.xlsx").path,
      ], environment: ["TMPDIR": temporary.path])
    #expect(run.status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).isEmpty)
  }

  @Test func howFirmTheRanksAre() throws {
    let table = try run("rank", "--measures", Self.table, "--robustness", "--language", "en")
    #expect(table.output.contains("1,000 random weight vectors"))
    #expect(table.output.contains("PROMETHEE"))
    #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    struct Robustness: Decodable {
      struct Views: Decodable { let weightedProduct, topsis, promethee: Int }
      struct Commune: Decodable {
        let code: String
        let rank, rankLow, rankHigh: Int
        let topProbability: Double
        let views: Views
      }
      let samples, top: Int
      let communes: [Commune]
    }
    func json(_ seed: String) throws -> String {
      try run(
        "rank", "--measures", Self.table, "--robustness", "--seed", seed, "--top", "1", "--format",
        "json"
      ).output
    }
    let found = try JSONDecoder().decode(Robustness.self, from: Data(json("7").utf8))
    #expect(found.samples == 1000 && found.top == 1 && found.communes.count == 4)
    for commune in found.communes {
      #expect(1...4 ~= commune.rankLow && commune.rankLow <= commune.rankHigh)
      #expect(0...1 ~= commune.topProbability && 1...4 ~= commune.views.promethee)
    }
    let first = try #require(found.communes.first { $0.rank == 1 })
    #expect(first.topProbability > 0.5 && first.views.weightedProduct == 1)
    #expect(try json("7") == json("7"))
    let refused = try Command.run(
      "commune-inventory", ["rank", "--measures", Self.table, "--robustness", "--format", "csv"])
    refused.expectRefusal(64, "table and json")
  }

  @Test func oneCommuneIsExplained() throws {
    let explained = try run(
      "rank", "--measures", Self.table, "--explain", "21244", "--language", "en")
    #expect(explained.output.hasPrefix("Xã Trà Giang (21244)"))
    #expect(explained.output.contains("Line (slower direction): up to 25.1 more points."))
    struct Explained: Decodable {
      struct Change: Decodable {
        struct Relief: Decodable { let cost: Int }
        let top: Int
        let relief: Relief
      }
      let rankChange: Change
    }
    let json = try run(
      "rank", "--measures", Self.table, "--explain", "21244", "--format", "json")
    #expect(json.output.contains(#""movement":null"#))
    let change = try JSONDecoder().decode(Explained.self, from: Data(json.output.utf8)).rankChange
    #expect(change.top == 2 && change.relief.cost == 128_600_000)
    #expect(explained.output.contains("would move it out of the top 2"))
  }

  @Test func theProvinceOfATable() throws {
    let ranked = try run("rank", "--measures", Self.table, "--province", "17", "--format", "json")
    #expect(ranked.output.contains("05152") && !ranked.output.contains("21244"))
  }

  @Test func thePolicyShowsItsCatalogue() throws {
    let shown = try run("policy", "show", "--language", "en")
    #expect(shown.output.hasPrefix("standard 4 (sha-256 "))
    #expect(shown.output.contains("signatureToken") && shown.output.contains("fibre35"))
    #expect(shown.output.contains("Maximum spend per commune: 500,000,000"))
  }
}
