import DelimitedText
import Foundation
import Testing

@Suite struct DelimitedTableTests {
  private func read(_ text: String) throws -> DelimitedTable {
    try DelimitedTable(Data(text.utf8))
  }

  @Test("An apostrophe that keeps no number is text")
  func apostrophes() throws {
    let table = try read("code,a\n1,'\n2,'=1+1\n")
    #expect(table.rows.map(\.cells) == [["1", "'"], ["2", "'=1+1"]])
  }

  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
  func cellsAndLines(_ separator: String, _ end: String) throws {
    let lines = [
      "code,name", "08227,\" a \"\"b\"\", ;x \"", "", "21250,\"two", "lines\"", " , ", "21251,",
    ]
    // The comma inside quotation marks changes with the rest: only the count of cells matters.
    let table = try read(
      "\u{FEFF}" + lines.map { $0.replacing(",", with: separator) }.joined(separator: end)
        + end + end)
    #expect(table.header == ["code", "name"])
    #expect(table.rows.map(\.line) == [2, 4, 7])
    #expect(table.rows[0].cells == ["08227", "a \"b\"\(separator) ;x"])
    #expect(table.rows[1].cells == ["21250", "two\(end)lines"])
    #expect(table.rows[2].cells == ["21251", ""])
  }

  /// Excel's blank columns at the end, and spaces without width around a text.
  @Test func habitsWithoutHarm() throws {
    let table = try read("code,a,,\n1,2,,\n3,\u{200B},\u{FEFF},\n")
    #expect(table.header == ["code", "a"])
    #expect(table.rows.map(\.cells) == [["1", "2"], ["3", ""]])
    #expect(try read(",a\n1,2\n").header == ["", "a"])
  }

  /// A missing cell is never a blank one.
  @Test(arguments: [
    ("code,a,b\n1,2\n", 2, nil, "2 cells under 3 columns"),
    ("code,a,b\n1,2,3\n\n1\n", 4, nil, "1 cells under 3 columns"),
    ("code,a\n1,2,\n", 2, nil, "3 cells under 2 columns"),
    ("code,a\n1,2,3,4\n", 2, nil, "4 cells under 2 columns"),
    ("code;a\n1,2\n", 2, nil, "the header is separated by \";\", this row by \",\""),
    ("code\ta\n1;2\n", 2, nil, "the header is separated by tabs, this row by \";\""),
    ("code,a,a\n1,2,3\n", 1, "a", "twice"),
    ("code,a,,\n1,2,,\n1,2,,x\n", 3, nil, "\"x\" stands in a column at the end"),
    ("code,name\n1,\"a\nb\"\n2\n", 4, nil, "1 cells"),
    ("sep=;\ncode;a\n1;2\n", 1, nil, "delete this line"),
    ("\u{FEFF}\"sep=,\"\r\ncode,a\r\n1,2\r\n", 1, nil, "delete this line"),
    ("SEP = \t\ncode\ta\n1\t2\n", 1, nil, "delete this line"),
    ("code,a\n=\"05152\",2\n", 2, "code", "write 05152"),
    ("code,a\n\"=\"\"05152\"\"\",2\n", 2, "code", "write 05152"),
    ("code,a\n'05152,2\n", 2, "code", "write 05152"),
    ("code,a\n05152,\"x\n", 2, nil, "is not closed"),
    ("code,a\n05152,x\"y\n", 2, nil, "inside a cell"),
    ("code,a\n05152,\"x\"y\n", 2, nil, "follows a closing"),
    ("\ncode,a\n1,2\n", 1, nil, "line is empty"),
    ("", 1, nil, "table is empty"), ("\u{FEFF}", 1, nil, "table is empty"),
    ("code,a\n1,2\u{0}\n", 2, nil, "NUL"),
  ])
  func refused(_ text: String, _ line: Int?, _ column: String?, _ says: String) throws {
    let error = try #require(#expect(throws: DelimitedTextError.self) { try read(text) })
    #expect(error.line == line && error.column == column, "\(error)")
    #expect(error.message.contains(says), "\(error)")
  }

  @Test func otherFiles() throws {
    let text = "code,officials\r\n21250,31\r\n"
    func message(_ bytes: Data) throws -> String {
      try #require(#expect(throws: DelimitedTextError.self) { try DelimitedTable(bytes) }).message
    }
    for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
      #expect(try message(try #require(text.data(using: encoding))).contains("UTF-16"))
    }
    #expect(try message(Data([0x50, 0x4B, 3, 4, 0, 0])).contains("workbook"))
    #expect(try message(Data([0x63, 0xFF, 0x0A])).contains("UTF-8"))
    #expect(try message(Data(count: DelimitedTable.maximumBytes + 1)).contains("16 MiB"))
  }
}
