import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

/// Rankings and plans as workbooks; the sheet format itself is tested in SpreadsheetsTests.
@Suite struct WorkbookTests {
  /// The names of the sheets and the texts of a workbook, as read by Debian's openpyxl.
  private func read(_ bytes: Data) throws -> [[String]] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "book-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, output) = (folder.appending(path: "b.xlsx"), folder.appending(path: "o"))
    try bytes.write(to: file)
    #expect(FileManager.default.createFile(atPath: output.path, contents: nil))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      "-W", "ignore", "-c",
      """
      import sys, json, openpyxl
      print(json.dumps([[sheet.title] + [f"{cell.coordinate} {cell.data_type} {cell.value}"
        for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sheet in openpyxl.load_workbook(sys.argv[1])]))
      """, file.path,
    ]
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    return try JSONDecoder().decode([[String]].self, from: try Data(contentsOf: output))
  }

  @Test func forecast() throws {
    let document = try ForecastExample.document(budget: 30_000_000, names: ["=1+1"])
    let bytes = try ForecastWorkbook.encode(document, .vi, messages: try Example.messages())
    let sheets = try read(bytes)
    #expect(
      sheets.map(\.first) == [
        "Phụ lục", "Theo đơn vị", "Hệ điều hành hết hỗ trợ", "Phương án từng năm",
        "Mua sắm từng năm", "Bộ tiêu chí", "Căn cứ và phương pháp",
      ])
    // The annex is complete in itself: title, policy, a row for each period, signatures.
    #expect(sheets[0].contains { $0.hasPrefix("A1 s Dự báo nhu cầu 2027–2029 – Tỉnh Quảng Ngãi") })
    #expect(sheets[0].contains { $0.hasSuffix("s Người lập") })
    let row = try #require(sheets[0].first { $0.hasSuffix(" s 2028") }?.split(separator: " ").first)
    let line = row.dropFirst()
    #expect(sheets[0].contains("B\(line) s 1–2") && sheets[0].contains("H\(line) s chưa rõ"))
    #expect(sheets[1].contains("A2 s 08220") && sheets[1].contains("B2 s =1+1"))
    #expect(sheets[2].contains("A2 s Windows 10 22H2 (cập nhật trả phí)"))
    #expect(sheets[3].contains("A2 n 2027") && sheets[4].contains("B2 s 08220"))
    let plain = try read(
      ForecastWorkbook.encode(
        try ForecastExample.document(), .en, messages: try Example.messages()))
    #expect(plain.count == 5)
  }

  @Test func ranking() throws {
    var document = try Example.document(Example.three)
    document.entries[1] = document.entries[1].with(pointsIfConfirmed: 201.5)
    let bytes = try RankingWorkbook.encode(document, .vi, messages: try Example.messages())
    let sheets = try read(bytes)
    #expect(sheets.map(\.first) == ["Phụ lục", "Xếp hạng", "Bộ tiêu chí", "Căn cứ và phương pháp"])
    #expect(sheets[1].contains("E2 s 21154") && sheets[1].contains("E3 s 08227"))
    #expect(sheets[1].contains("F3 s Xã Ba Gia"))
    let points = document.entries[0].ranked.standing.points
    #expect(sheets[1].contains { $0.hasPrefix("H2 n \(Int(points))") })
    #expect(sheets[1].contains { $0.hasPrefix("O2 d 2026-11-23 14:00") })
    #expect(sheets[1].filter { $0.hasPrefix("J") }.dropFirst() == ["J3 n 201.5"])
    // The annex is complete in itself: title, place, day, table, signatures.
    #expect(sheets[0].contains { $0.hasPrefix("A1 s Xếp hạng nhu cầu đầu tư") })
    #expect(
      sheets[0].contains { $0.contains("s Bộ tiêu chí chuẩn, phiên bản 1; tính đến 23/11/2026") })
    #expect(
      sheets[0].contains { $0.hasSuffix("s 21154") }
        && sheets[0].contains { $0.hasSuffix("s Người lập") })
    #expect(sheets[0].contains { $0.hasSuffix("s Thủ trưởng đơn vị") })
    // Unknown is blank, never zero.
    #expect(!sheets[1].contains { $0.hasPrefix("Q4 ") })
    #expect(sheets[2].contains { $0.hasSuffix("s computers") })
    #expect(sheets[3].contains("B3 n 1"))
    #expect(try RankingWorkbook.encode(document, .vi, messages: try Example.messages()) == bytes)
  }

  @Test func plan() throws {
    let bytes = try PlanWorkbook.encode(
      try Example.plan(), .en, messages: try Example.messages())
    let sheets = try read(bytes)
    #expect(
      sheets.map(\.first) == ["Annex", "Plan", "Purchases", "Policy", "Sources and method"])
    #expect(sheets[1].contains("A2 s 21154"))
    #expect(sheets[2].contains("A2 s Scanner") && sheets[2].contains("B2 n 8000000"))
    // A source that begins like a formula is a text.
    #expect(sheets[3].contains { $0.hasSuffix(" s =2+2") })
    #expect(!sheets.contains { $0.dropFirst().contains { $0.contains(" f ") } })
    let spent = try Example.plan().plan.spent
    #expect(sheets[0].contains { $0.hasSuffix(" n \(spent)") })
    #expect(sheets[2].contains { $0.hasSuffix(" n \(spent)") })
  }

  /// The annex is handed on without the other sheets: it marks invented figures itself.
  @Test func annexesMarkSimulatedFigures() throws {
    let messages = try Example.messages()
    let plan = try read(
      PlanWorkbook.encode(Example.plan(simulated: ["21154"]), .en, messages: messages))
    let note = messages("demo.simulated", .en)
    #expect(plan[0].contains { $0.hasSuffix(" s \(note)") })
    #expect(plan[0].contains { $0.hasSuffix(" s Xã Tây Trà (simulated)") })
    #expect(!plan[0].contains { $0.hasSuffix(" s Xã Ba Gia (simulated)") })
    #expect(plan[1].contains { $0.hasSuffix(" s Simulated") } && plan[1].contains("E2 s yes"))
    let real = try read(PlanWorkbook.encode(Example.plan(), .en, messages: messages))
    #expect(!real[0].contains { $0.contains("simulated") } && real[1].contains("E2 s no"))
    let ranking = try read(
      RankingWorkbook.encode(Example.document(Example.three), .en, messages: messages))
    #expect(ranking[0].contains { $0.hasSuffix(" s \(note)") })
    #expect(ranking[0].count { $0.hasSuffix(" (simulated)") } == 1)
  }

  @Test func hostileNames() throws {
    let communes = Example.hostile.enumerated().map { at, name in
      Example.Commune(
        code: String(10000 + at), name: name, province: name, values: [Double(at) / 30, 0.3, 1, 1])
    }
    let sheets = try read(
      try RankingWorkbook.encode(
        Example.document(communes), .en, messages: try Example.messages()))
    #expect(sheets[1].contains("F2 s =HYPERLINK(\"http://example.com\")"))
    #expect(!sheets[1].contains { $0.contains(" f ") || $0.contains("\u{1B}") })
  }

  @Test func noCommunes() throws {
    let sheets = try read(
      try RankingWorkbook.encode(Example.document([]), .en, messages: try Example.messages()))
    #expect(sheets.count == 4)
  }
}
