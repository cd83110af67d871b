import Foundation
import Testing

@testable import Spreadsheets

/// Workbooks as read by another program, Debian's openpyxl.
struct WorkbookTests {
  static let hostile = [
    "=HYPERLINK(\"http://example.com\")", "+1+1", "-1", "@SUM(A1)", "\t=1",
    "a\u{0}b\u{1}c\u{1B}[2J",
    "_x0041_", "<b>&amp;\"'", "\u{202E}gnod", "\u{FFFF}x", "\u{E000}y", "漢字 🇻🇳", "'=1",
    String(repeating: "dài ", count: 20_000),
  ]

  private func workbook() -> Workbook {
    let rows: [[Sheet.Cell]] = Self.hostile.map { text in
      [
        .text(text), .number(1234567, .money), .number(0.25, .percent), .number(.nan, .general),
        .time(daysSince1900: 46_349.625), .number(512.25, .points), .blank,
      ]
    }
    return Workbook(
      title: "A title", created: Date(timeIntervalSince1970: 1_795_420_800),
      sheets: [
        Sheet(
          title: "A/B:[C]*?\\ and a name that is far too long for a sheet",
          columns: [
            .init("=Text", width: 30), .init("Money", width: 12), .init("Part", width: 8),
            .init("None", width: 8), .init("Time", width: 16),
            .init("Points", width: 10, fullBar: 1000), .init("Blank", width: 5),
          ], rows: rows, frozenColumns: 1),
        Sheet(title: "plain", columns: [.init("", width: 9, wraps: true)], rows: [[.text("x")]]),
        Sheet(title: "PLAIN", columns: [.init("Head", width: 9)], rows: []),
        Sheet(title: "'", columns: [.init("", width: 9)], rows: []),
      ])
  }

  @Test func anotherProgramReadsIt() throws {
    let seen = try Openpyxl.read(try workbook().bytes())
    #expect(seen.title == "A title" && seen.created == "2026-11-23T08:00:00")
    #expect(
      seen.sheets.map(\.title) == [
        "A-B--C----  and a name that is".replacing("  ", with: " "), "plain", "PLAIN 2", "Sheet",
      ] || seen.sheets.map(\.title)[1...] == ["plain", "PLAIN 2", "Sheet"])
    let sheet = try #require(seen.sheets.first)
    #expect(sheet.title.utf16.count <= 31)
    #expect(sheet.frozen == "B2" && sheet.filter == "A1:G\(Self.hostile.count + 1)")
    #expect(sheet.bars == ["F2:F\(Self.hostile.count + 1)"])
    #expect((sheet.widths.first ?? 0) >= 30)
    let header = sheet.rows[0]
    #expect(header.map(\.value) == ["=Text", "Money", "Part", "None", "Time", "Points", "Blank"])
    #expect(header.allSatisfy { $0.type == "s" && $0.bold })
    for (text, row) in zip(Self.hostile, sheet.rows.dropFirst()) {
      #expect(row[0].type == "s" && row[0].format == "@", "\(text.prefix(20))")
      #expect(row[1].type == "n" && row[1].value == "1234567")
      #expect(row[1].format == "#,##0\" ₫\"")
      #expect(row[2].value == "0.25" && row[2].format == "0.0%")
      #expect(row[3].value == nil)
      #expect(row[4].type == "d" && row[4].value == "2026-11-23T15:00:00")
      #expect(row[5].format == "#,##0.0")
      #expect(row[6].value == nil)
    }
    let texts = sheet.rows.dropFirst().compactMap { $0[0].value }
    #expect(texts[0] == Self.hostile[0] && texts[1] == "+1+1" && texts[3] == "@SUM(A1)")
    #expect(texts[4] == " =1" && texts[5] == "abc[2J")
    #expect(texts[7] == "<b>&amp;\"'" && texts[8] == "gnod" && texts[9] == "x" && texts[10] == "y")
    #expect(texts[13].utf16.count <= 32_767)
    // Nothing at all that a spreadsheet would compute.
    #expect(!seen.sheets.contains { $0.rows.contains { $0.contains { $0.type == "f" } } })
    #expect(seen.sheets[1].frozen == nil && seen.sheets[1].filter == nil)
    #expect(seen.sheets[2].frozen == "A2")
  }

  @Test func sameWorkbookSameBytes() throws {
    let one = try workbook().bytes()
    // Times of archive entries have a resolution of two seconds.
    Thread.sleep(forTimeInterval: 2.1)
    #expect(try workbook().bytes() == one)
  }

  @Test func manyAtOnce() async throws {
    let expected = try workbook().bytes()
    try await withThrowingTaskGroup(of: Data.self) { group in
      for _ in 0..<8 { group.addTask { try workbook().bytes() } }
      for try await bytes in group { #expect(bytes == expected) }
    }
  }

  /// Wrapped text does not overlap the row below: its row is high enough for its lines, and
  /// sentences above a table use the table's whole width.
  @Test func rowsAreAsHighAsTheirTexts() throws {
    let sentence = String(repeating: "nhu cầu đầu tư ", count: 8)
    let book = Workbook(
      title: "t", created: Date(timeIntervalSince1970: 1_795_420_800),
      sheets: [
        Sheet(
          title: "annex",
          columns: [
            .init("Mã", width: 12), .init("Được báo cáo xác nhận (đồng)", width: 12),
            .init("Mua sắm", width: 20, wraps: true), .init("Ghi chú", width: 20),
          ],
          rows: [
            [.text("1"), .number(1, .money), .text("hai dòng chữ ở trong ô này")],
            [.text("2"), .number(2, .money), .text("ngắn"), .text(sentence)],
            [.text("3"), .blank, .text(String(repeating: "dài ", count: 5_000))],
          ],
          lead: [[.heading(sentence)], [.text(sentence)], [.text("ngắn")], []])
      ])
    let sheet = try #require(try Openpyxl.read(try book.bytes()).sheets.first)
    #expect(sheet.merged == ["A2:D2", "A3:D3"])
    #expect(
      sheet.rows[1][0].value == sentence.trimmingCharacters(in: .whitespaces)
        || sheet.rows[1][0].value == sentence)
    #expect(sheet.heights == [nil, 30, nil, nil, 60, 30, nil, 409], "\(sheet.heights)")
  }

  @Test(arguments: [
    ("", 1), ("một", 1), ("một hai ba", 2), ("a\nb", 2), ("a\n\nb", 3), ("MMMMMMMMMM", 2),
    ("llllllllll", 1), ("漢字漢字漢字", 2), ("a\u{301}a\u{301}a\u{301}a\u{301}a\u{301}a\u{301}", 1),
  ])
  func linesAreCounted(_ text: String, _ lines: Int) {
    #expect(WrappedHeight.lines(text, width: 8, isBold: false) == lines)
  }
}
