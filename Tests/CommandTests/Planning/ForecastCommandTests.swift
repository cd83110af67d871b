import Foundation
import Testing

/// `forecast` as a planner runs it.
struct ForecastCommandTests {
  private func inventory() throws -> (scratch: Scratch, path: String) {
    let scratch = try Scratch()
    let path = scratch.file("inventory.sqlite").path
    let run = try Command.run("commune-inventory", ["init", "--database", path])
    #expect(run.status == 0, "\(run.errors)")
    return (scratch, path)
  }

  @Test func inEveryFormat() throws {
    let (scratch, path) = try inventory()
    for format in ["table", "json", "csv", "xlsx"] {
      for language in ["vi", "en"] {
        let file = scratch.file("\(language).\(format)").path
        let run = try Command.run(
          "commune-inventory",
          [
            "forecast", "--database", path, "--province", "51", "--years", "3",
            "--budget-per-year", "1 tỷ", "--format", format, "--language", language, "--output",
            file,
          ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(FileManager.default.contents(atPath: file)?.isEmpty == false)
      }
    }
    let table = try String(contentsOf: scratch.file("vi.table"), encoding: .utf8)
    #expect(table.contains("Dự báo nhu cầu") && table.contains("chưa rõ"))
    // For each period one row for the total, the province and each commune; a header; and a row for
    // the plan of each year, which has nothing to buy.
    let csv = try String(contentsOf: scratch.file("en.csv"), encoding: .utf8)
    #expect(csv.split(separator: "\r\n").count == 1 + (96 + 2) * 6 + 3)
    #expect(!csv.contains("\u{1B}"))
  }

  @Test func refused() throws {
    let (scratch, path) = try inventory()
    defer { _ = scratch }
    func expect(_ status: Int32, _ says: String, _ arguments: String...) throws {
      try Command.run(
        "commune-inventory", ["forecast", "--database", path, "--language", "en"] + arguments
      ).expectRefusal(status, says, #_sourceLocation)
    }
    for years in ["0", "51", "x", "99999999999999999999"] {
      try expect(64, "--years", "--years=\(years)")
    }
    for (budget, says) in [
      ("0", "from 1 to 200000000000000"), ("1000000000000000", "from 1 to 200000000000000"),
      ("1000000000000001", "more than"), ("-1", "below 0"), ("x", "not an amount"),
    ] {
      try expect(64, says, "--budget-per-year=\(budget)")
    }
    try expect(65, "begins between", "--from", "1999")
    try expect(65, "begins between", "--from", "9999")
    try expect(65, "no province", "--province", "99")
    try expect(65, "no group", "--group", "nope")
    try expect(64, "at least 1", "--limit", "0")
    try expect(65, "Cannot write", "--province", "51", "--output", "/nowhere/x")
  }
}
