import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

@Suite struct RankingTableTests {
  private func render(
    _ communes: [Example.Commune], _ language: Language = .vi, limit: Int? = nil,
    colour: Bool = false, width: Int = 100
  ) throws -> String {
    RankingTable.render(
      try Example.document(communes), language, messages: try Example.messages(), limit: limit,
      colour: colour, width: width)
  }

  @Test func vietnamese() throws {
    #expect(
      try render(Example.three) == """
        Xếp hạng nhu cầu đầu tư của các xã, phường, đặc khu – Tỉnh Quảng Ngãi
        Bộ tiêu chí chuẩn, phiên bản 1; tính đến 23/11/2026 15:00
        2 đơn vị đã xếp hạng, 1 đơn vị cần xác minh trước

        Đã xếp hạng
        Các đơn vị đủ số liệu, xếp theo điểm có minh chứng. Trong ngoặc là khoảng thứ hạng có thể khi tính
        cả các giá trị chưa có số liệu.
           Hạng  Mã     Đơn vị           Điểm                        Tin cậy  Báo cáo
        1 (1–2)  21154  Xã Tây Trà      557,8  █████████▓▓▓▒▒▒▒▒▒▒▒     100%  đang báo cáo · mô phỏng
        2 (2–3)  08227  Xã Ba Gia       180,6  █████░                    95%  đang báo cáo

        Cần xác minh trước
        Các đơn vị chưa đủ số liệu (độ tin cậy dưới 75%), xếp theo điểm cao nhất có thể. Cần kiểm tra thực
        tế trước khi trang bị.
           Hạng  Mã     Đơn vị           Điểm                        Tin cậy  Báo cáo
        3 (1–3)  21205  Đặc khu Lý Sơn  0–767                             0%  chưa đăng ký

        Điểm theo tiêu chí:  █ Máy tính trên đầu cán bộ  ▓ Tỷ lệ máy tính cũ hoặc yếu  ▒ Máy quét dùng được
          ░ Tỷ lệ máy tính có báo cáo gần đây

        """)
  }

  @Test func english() throws {
    let table = try render(Example.three, .en)
    #expect(table.contains("Policy standard, version 1; as of 23 Nov 2026 15:00\n"))
    #expect(table.contains("2 communes ranked, 1 to verify first\n"))
    #expect(table.contains("fresh · simulated\n"))
    #expect(table.contains("not enrolled\n"))
  }

  @Test(arguments: [72, 80, 87, 88, 100, 140], [Language.vi, .en])
  func everyLineFits(_ width: Int, _ language: Language) throws {
    var communes = Example.three
    communes[0].name =
      "Xã Nguyễn Nghiêm Thượng Nghĩa Hưng Đông".decomposedStringWithCanonicalMapping
    communes[1].province = "Thành phố Hồ Chí Minh mở rộng về phía đông"
    let table = try render(communes, language, width: width)
    for line in table.split(separator: "\n") {
      #expect(DisplayText.width(String(line)) <= width, "\(line)")
    }
    // Columns stay aligned whatever the Unicode form of the letters.
    let rows = table.split(separator: "\n").filter { $0.contains("%  ") }
    let ends = rows.compactMap { row in
      row.range(of: "%  ").map { DisplayText.width(String(row[..<$0.lowerBound])) }
    }
    #expect(ends.count == 3 && Set(ends).count == 1)
  }

  /// In 80 columns the bar is kept even if communes are simulated.
  @Test func aSignMarksWhatIsSimulatedInFewColumns() throws {
    let table = try render(Example.three, .vi, width: 80)
    #expect(table.contains("đang báo cáo *\n") && table.contains("\n* mô phỏng\n"))
    #expect(table.contains("█"))
  }

  @Test func limitCountsWhatItLeavesOut() throws {
    let communes = (0..<30).map {
      Example.Commune(
        code: String(10000 + $0), name: "Xã \($0)",
        values: $0 < 20 ? [0.5, Double($0) / 30, 1, 1] : [nil, nil, 1, 1])
    }
    let table = try render(communes, limit: 3)
    #expect(table.contains("… và 17 đơn vị khác\n") && table.contains("… và 7 đơn vị khác\n"))
    #expect(table.split(separator: "\n").count { $0.contains("Xã ") && $0.contains("%  ") } == 6)
    // Without rows there is no heading either.
    let none = try render(communes, limit: 0)
    #expect(none.contains("… và 20 đơn vị khác\n"))
    #expect(!none.contains("Hạng  "))
    #expect(try render(communes, limit: -1) == none)
  }

  @Test func coloursOnlyWhereAsked() throws {
    #expect(!(try render(Example.three)).contains("\u{1B}"))
    let coloured = try render(Example.three, colour: true)
    #expect(
      coloured.contains(
        "\u{1B}[34m\(String(repeating: "█", count: 9))\u{1B}[0m\u{1B}[33m███\u{1B}[0m"))
    let plain = coloured.replacing(/\u{1B}\[[0-9]+m/, with: "")
    #expect(
      plain == (try render(Example.three)).replacing(/[▓▒░]/, with: "█"))
  }

  @Test func noCommunes() throws {
    let table = try render([])
    #expect(table.hasSuffix("\nKhông có đơn vị nào phù hợp.\n"))
  }

  @Test func hostileNames() throws {
    let communes = Example.hostile.enumerated().map { at, name in
      Example.Commune(
        code: String(10000 + at), name: name, province: name, values: [Double(at) / 30, 0.3, 1, 1])
    }
    for width in [72, 100] {
      let table = try render(communes, .en, width: width)
      for scalar in table.unicodeScalars where scalar != "\n" {
        #expect(
          ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
            scalar.properties.generalCategory))
      }
      let rows = table.split(separator: "\n").filter { $0.contains("%  ") }
      #expect(rows.count == communes.count)
      #expect(rows.allSatisfy { DisplayText.width(String($0)) <= width })
      #expect(table.utf8.count < 20_000)
    }
  }

  /// Whatever the parts, a bar fills its columns, and its length is that of the sum.
  @Test func barsAreAsLongAsTheirPoints() throws {
    var communes: [Example.Commune] = []
    for at in 0..<200 {
      let values: [Double?] = [
        Double(at * 7 % 11) / 10, Double(at * 5 % 13) / 12, Double(at % 3), 1,
      ]
      communes.append(Example.Commune(code: String(10000 + at), name: "Xã", values: values))
    }
    let document = try Example.document(communes)
    let most = document.entries.map(\.ranked.standing.points).max() ?? 0
    let rows = try render(communes).split(separator: "\n").filter { $0.contains("%  ") }
    #expect(rows.count == document.entries.count)
    let lengths = rows.map { row in row.count { "█▓▒░".contains($0) } }
    let longest = Double(lengths.max() ?? 0)
    for (length, entry) in zip(lengths, document.entries) {
      let expected: Double = entry.ranked.standing.points / most * longest
      #expect(abs(Double(length) - expected) <= 0.5001)
    }
  }
}
