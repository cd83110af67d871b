import Foundation
import Testing

/// Planners' mistakes: one line that says what is wrong, where and what to do, and the exit code.
struct PlanRefusalTests {
  private func expect(
    _ status: Int32, _ says: String, _ arguments: String...,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    try Command.run("commune-inventory", arguments).expectRefusal(status, says, location)
  }

  @Test(arguments: [
    ("1.500 triệu", "is ambiguous (thousands or a decimal fraction)"), ("1.5", "decimal fraction"),
    ("5,0", "decimal fraction"),
    ("x", "not an amount"), ("1e9", "not an amount"), ("50_00", "groups"), ("1.000.000,5", "mixes"),
    ("99999999999999999999", "more than"), ("1000000000000001", "more than"), ("-3", "below"),
    ("٣٠٠", "not an amount"), ("50.000.000.", "decimal"), ("_", "groups"),
  ])
  func budgets(_ written: String, _ says: String) throws {
    try expect(64, says, "plan", "--measures", PlanCommandTests.table, "--budget=\(written)")
  }

  @Test func arguments() throws {
    let table = PlanCommandTests.table
    try expect(64, "--budget", "plan", "--measures", table)
    try expect(64, "not a valid time", "rank", "--as-of", "yesterday")
    try expect(64, "not a valid time", "rank", "--as-of", "2026-02-30")
    try expect(64, "not a valid time", "rank", "--as-of", "2025-02-30T00:00:00Z")
    try expect(64, "no history", "rank", "--measures", table, "--as-of", "2025-01-01")
    try expect(64, "--explain CODE", "rank", "--since", "2025-01-01")
    try expect(
      64, "no history", "rank", "--measures", table, "--explain", "21244", "--since", "2025-01-01")
    try expect(
      64, "table and json", "rank", "--measures", table, "--explain", "21244", "--format", "csv")
    try expect(64, "at least 1", "plan", "--budget", "1", "--limit", "0")
    try expect(65, "not in this ranking", "rank", "--measures", table, "--explain", "99999")
    try expect(65, #"write "08227""#, "rank", "--measures", table, "--explain", "8227")
    try expect(65, "no commune of province", "rank", "--measures", table, "--province", "99")
    try expect(65, "Cannot read the table", "rank", "--measures", "/nowhere.csv")
    try expect(
      65, "Cannot write", "rank", "--measures", table, "--format", "json", "--output",
      "/nowhere/x.json")
  }

  @Test func tables() throws {
    let scratch = try Scratch()
    func expect(_ text: String, _ says: String) throws {
      let file = try scratch.write(text, "table.csv")
      try self.expect(65, says, "rank", "--measures", file)
    }
    try expect("code,scaners\n08227,1\n", #"line 1, column "scaners""#)
    try expect("code;scanners\n08227;1,5\n", "decimal comma; write 1.5")
    try expect("code,scanners\n08227,1\n08227,2\n", "line 2 already")
    try expect("scanners\n1\n", "no column \"code\"")
    try expect("code,scanners\n8227,1\n", "line 2")
    let file = try scratch.write("code,scanners\n08227,1\n", "table.csv")
    try self.expect(65, "no column \"province\"", "rank", "--measures", file, "--province", "51")
  }

  @Test func policies() throws {
    let scratch = try Scratch()
    let text = try String(
      contentsOf: PlanCommandTests.examples.appending(path: "reading-rooms.toml"),
      encoding: .utf8)
    let table = PlanCommandTests.examples.appending(path: "reading-rooms.csv").path
    let bare = try #require(text.range(of: "[[items]]"))
    let nothing = try scratch.write(String(text[..<bare.lowerBound]), "nothing.toml")
    try expect(
      78, "nothing to buy", "plan", "--measures", table, "--policy", nothing, "--budget", "1")
    let floors = try scratch.write(text + "floor = 50_000_000\n", "floors.toml")
    try expect(
      65, "lower [plan] floor", "plan", "--measures", table, "--policy", floors, "--budget",
      "1_000_000")
    try expect(
      78, "Cannot read the policy", "plan", "--measures", table, "--policy", "/nowhere.toml",
      "--budget", "1")
    // The table must fit the policy.
    try expect(65, #"column "readers""#, "rank", "--measures", table)
  }

  @Test func thePast() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    func expect(_ says: String, _ arguments: String...) throws {
      try Command.run("commune-inventory", arguments + database).expectRefusal(65, says)
    }
    try expect("future", "rank", "--as-of", "2999-01-01")
    try expect("future", "plan", "--budget", "1", "--as-of", "2999-01-01T00:00:00+07:00")
    try expect("future", "rank", "--explain", "21250", "--since", "2999-01-01")
    try expect(
      "must be earlier", "rank", "--explain", "21250", "--since", "2025-02-01", "--as-of",
      "2025-01-01")
  }
}
