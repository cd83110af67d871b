import DelimitedText
import Foundation
import MeasureTables
import Prioritization
import TestSupport
import Testing

@Suite struct MeasureTableTests {
  private func read(_ text: String) throws -> MeasureTable {
    try MeasureTable(Data(text.utf8), policy: try TableExample.policy())
  }

  @Test func blankIsUnknownAndRangesAreRanges() throws {
    let table = try read(
      #"""
      code,name,scanners,computers,remote,need_computers
      08227,Xã Một,,0.5,1,20
      21250,"Xã Hai, ""bé""",1..2,0.4–0.6,,
      21205,,1e0 .. 1.5,-1,0,

      """#)
    #expect(table.rows.map(\.code) == ["08227", "21250", "21205"])
    #expect(table.rows.map(\.line) == [2, 3, 4])
    #expect(table.rows[1].name == "Xã Hai, \"bé\"")
    #expect(table.rows[0].values == [0.5...0.5, nil])
    #expect(table.rows[1].values == [0.4...0.6, 1...2])
    #expect(table.rows[2].values == [-1...(-1), 1...1.5])
    #expect(table.rows.map(\.context) == [[1], [nil], [0]])
    #expect(table.rows.map(\.needs) == [[20, nil], [nil, nil], [nil, nil]])
    #expect(
      table.communes[0].observations == [.known(low: 0.5, high: 0.5, ageDays: 0), .unknown])
    #expect(!table.namesProvinces)
  }

  /// As spreadsheets write tables, in Vietnam and elsewhere.
  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
  func spreadsheets(_ separator: String, _ end: String) throws {
    let lines = ["code,computers,scanners", "08227,0.5,1", "21250,,2"]
    let text = lines.map { $0.replacing(",", with: separator) }.joined(separator: end)
    for text in [text, "\u{FEFF}" + text, text + end, text + end + end] {
      let table = try read(text)
      #expect(table.rows.map(\.code) == ["08227", "21250"])
      #expect(table.rows[0].values == [0.5...0.5, 1...1])
    }
  }

  /// Errors say what is wrong, where, and what to do.
  @Test(arguments: [
    ("", 1, nil, "empty"),
    ("computers,scanners\n1,2\n", 1, nil, "no column \"code\""),
    ("code,name\n08227,x\n", 1, nil, "no column is a criterion"),
    ("code,computer\n08227,1\n", 1, "computer", "computers,scanners"),
    ("code,computers,computers\n08227,1,1\n", 1, "computers", "twice"),
    ("code,,computers\n08227,,1\n", 1, "2", "no name"),
    ("code,computers,\n08227,1,x\n", 2, nil, "has no name"),
    ("code,computers\n8227,1\n", 2, "code", "write \"08227\""),
    ("code,computers\n08227,1\n21250,1\n08227,1\n", 4, "code", "line 2 already"),
    ("code;computers\n08227;0,5\n", 2, "computers", "decimal comma; write 0.5"),
    ("code;computers\n08227;1.234,5\n", 2, "computers", "no thousands separators"),
    ("code,computers\n08227,45%\n", 2, "computers", "0.45"),
    ("code,computers\n08227,nan\n", 2, "computers", "not a number"),
    ("code,computers\n08227,0x10\n", 2, "computers", "not a number"),
    ("code,computers\n08227,1e999\n", 2, "computers", "not a number"),
    ("code,computers\n08227,2-3\n", 2, "computers", "2..3"),
    ("code,computers\n08227,3..2\n", 2, "computers", "lower figure first"),
    ("code,computers,remote\n08227,1,0..1\n", 2, "remote", "not a number"),
    ("code,computers,need_computers\n08227,1,0\n", 2, "need_computers", "above 0"),
    ("code,computers,scanners\n08227,1\n", 2, nil, "2 cells under 3 columns"),
    ("code,computers\n08227,1\n21250,1,2\n", 3, nil, "3 cells under 2 columns"),
    ("code,name,computers\n08227,\"a\nb\",1\n21250,x,y\n", 2, "name", "several lines"),
    ("code,computers\n08227,\"1\n", 2, nil, "quotation mark"),
    ("code,name,computers\n08227,\"Xã A,2\n08230,Xã B\",3\n", 2, "name", "several lines"),
  ])
  func refused(_ text: String, _ line: Int?, _ column: String?, _ says: String) throws {
    let error = try #require(
      #expect(throws: MeasureTableError.self) { try read(text) })
    #expect(error.line == line && error.column == column, "\(error)")
    #expect(error.message.contains(says), "\(error)")
  }

  @Test func bounds() throws {
    let policy = try TableExample.policy()
    #expect(throws: MeasureTableError.self) {
      try MeasureTable(Data(count: MeasureTable.maximumBytes + 1), policy: policy)
    }
    #expect(throws: MeasureTableError.self) {
      try MeasureTable(Data([0x63, 0xFF, 0xFE]), policy: policy)
    }
    let many = "code,computers\n" + String(repeating: "08227,1\n", count: 100_001)
    let error = try #require(
      #expect(throws: MeasureTableError.self) {
        try MeasureTable(Data(many.utf8), policy: policy)
      })
    #expect(error.message.contains("100000"))
  }

  /// Any content gives rows or an error, never a crash.
  @Test func nonsense() throws {
    let policy = try TableExample.policy()
    let good = Array("code,computers,scanners,remote\n08227,0.5,1..2,1\n\"21250\",,2,\n".utf8)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      _ = try? MeasureTable(Data(bytes), policy: policy)
    }
  }

  /// One computer would close the gap of forty officials.
  @Test func aPlanRefusesARatioWithoutItsNeed() throws {
    var text = "id = \"example\"\nversion = 1\n"
    for (id, standard) in [("computers", 1.0), ("scanners", 2)] {
      text += PolicyTables.criterion(id, standard: standard)
      text += PolicyTables.item(id, cost: 1, for: id)
    }
    let policy = try Policy(toml: text)
    func error(_ text: String) throws -> MeasureTableError? {
      let table = try MeasureTable(Data(text.utf8), policy: policy)
      do {
        try table.requireNeeds(policy)
        return nil
      } catch {
        return error
      }
    }
    let column = try error("code,computers,scanners\n08227,0.5,1\n")
    #expect(column?.line == 1 && column?.column == "need_computers")
    let cell = try error("code,computers,need_computers\n08227,0.5,20\n21250,0.5,\n")
    #expect(cell?.line == 3 && cell?.column == "need_computers")
    #expect(try error("code,computers,need_computers\n08227,0.5,20\n21250,,\n") == nil)
    #expect(try error("code,scanners\n08227,1\n") == nil)
  }
}

enum TableExample {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func file(_ path: String) throws -> Data {
    try Data(contentsOf: root.appending(path: path))
  }

  static func policy() throws -> Policy {
    try Policy(
      toml: "id = \"two\"\nversion = 1\n" + PolicyTables.criterion("computers")
        + PolicyTables.criterion("scanners", standard: 2)
        + PolicyTables.context("remote", bonus: 0.3))
  }
}
