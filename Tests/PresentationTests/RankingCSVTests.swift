import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

@Suite struct RankingCSVTests {
  /// Reads RFC 4180 strictly: CRLF between rows, quotation marks doubled.
  static func rows(_ data: Data) -> [[String]] {
    var rows: [[String]] = [[]]
    var cell: [UInt8] = []
    var quoted = false
    let bytes = Array(data.dropFirst(3))
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case 0x22 where quoted && at + 1 < bytes.count && bytes[at + 1] == 0x22:
        cell.append(0x22)
        at += 1
      case 0x22: quoted.toggle()
      case 0x2C where !quoted, 0x0D where !quoted:
        rows[rows.count - 1].append(String(decoding: cell, as: UTF8.self))
        cell = []
        if byte == 0x0D {
          rows.append([])
          at += 1
        }
      default: cell.append(byte)
      }
      at += 1
    }
    return rows.dropLast()
  }

  @Test func englishColumns() throws {
    let data = RankingCSV.encode(
      try Example.document(Example.three), .en, messages: try Example.messages())
    #expect(Array(data.prefix(3)) == [0xEF, 0xBB, 0xBF])
    let rows = Self.rows(data)
    #expect(rows.count == 4)
    #expect(
      rows[0] == [
        "List", "Rank", "Best possible rank", "Worst possible rank", "Commune code", "Commune",
        "Type of unit", "Province code", "Province", "Points", "Possible points",
        "Points if attestations are confirmed", "Confidence", "Reporting", "Simulated", "Computers",
        "Last report", "Computers per official: points",
        "Computers per official: value (computers per official)",
        "Share of old or underpowered computers: points",
        "Share of old or underpowered computers: value (share of computers)",
        "Usable scanners: points", "Usable scanners: value (scanners)",
        "Share of computers that reported lately: points",
        "Share of computers that reported lately: value (share of computers)", "Remote area",
        "Border or island", "Dossiers per month",
      ])
    // N = .375·.75 + .25·.5 + .25·1 + 0 = .65625; E = 1 + .25 + .1·.25 = 1.275; E_max = 1.5.
    #expect(
      rows[1] == [
        "Ranked", "1", "1", "2", "21154", "Xã Tây Trà", "xã", "51", "Tỉnh Quảng Ngãi", "557.8125",
        "557.8125", "", "1", "fresh", "yes", "3", "2026-11-23T07:00:00Z", "239.0625", "0.25",
        "106.25", "0.5", "212.5", "0", "0", "1", "1", "", "500",
      ])
    #expect(rows[2][4] == "08227")
    #expect(String(decoding: data, as: UTF8.self).contains(#","08227","#))
    #expect(rows[2][20] == "0.1–0.3")
    #expect(rows[3][0] == "Verify first")
    #expect(rows[3][16...24] == ["", "0", "", "0", "", "0", "", "0", ""])
  }

  /// What a commune's officers attest is shown beside the proven points, never included in them.
  @Test func attestedPointsStandApart() throws {
    var document = try Example.document(Example.three)
    document.entries[1] = document.entries[1].with(pointsIfConfirmed: 201.5)
    let rows = Self.rows(
      RankingCSV.encode(document, .en, messages: try Example.messages()))
    #expect(rows.map { $0[11] } == ["Points if attestations are confirmed", "", "201.5", ""])
    #expect(rows[2][9] == "\(document.entries[1].ranked.standing.points)")
    for language in Language.allCases {
      let messages = try Example.messages()
      let table = RankingTable.render(document, language, messages: messages)
      #expect(table.contains(language == .en ? "officers attest: 1." : "tự xác nhận: 1."))
      let none = RankingTable.render(
        try Example.document(Example.three), language, messages: messages)
      #expect(!none.contains(language == .en ? "attest" : "tự xác nhận"))
    }
  }

  @Test func vietnameseHeading() throws {
    let rows = Self.rows(
      RankingCSV.encode(
        try Example.document(Example.three), .vi, messages: try Example.messages()))
    #expect(rows[0][0] == "Danh sách")
    #expect(rows[0][17] == "Máy tính trên đầu cán bộ: điểm")
    #expect(rows[3][13] == "chưa đăng ký")
  }

  @Test func hostileNames() throws {
    let document = try Example.document(
      Example.hostile.enumerated().map { at, name in
        .init(code: String(10000 + at), name: name, values: [Double(at) / 30, 0.3, 1, 1])
      })
    let data = RankingCSV.encode(document, .en, messages: try Example.messages())
    let rows = Self.rows(data)
    #expect(rows.count == Example.hostile.count + 1)
    #expect(rows.allSatisfy { $0.count == 28 })
    for (row, entry) in zip(rows.dropFirst(), document.entries) {
      let runs = ["=", "+", "-", "@", "\t", "\r"].contains { entry.name.hasPrefix($0) }
      #expect(row[5] == (runs || entry.name.hasPrefix("\r\n") ? "'" + entry.name : entry.name))
    }
    #expect(rows.joined().allSatisfy { !$0.hasPrefix("=") && !$0.hasPrefix("@") })
  }

  /// Whatever a spreadsheet strips first, the formula after it is not evaluated.
  @Test(arguments: [
    "", " ", "\u{A0}", "\u{3000}", "\u{200B}", "\u{FEFF}", "\u{202E}", "\0", "\u{B}", "\"", "'",
    " ' \"", "\u{2028}",
  ])
  func formulasBehindOtherThings(_ before: String) {
    for formula in [
      "=1+1", "=cmd|'/C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1",
      "\u{FF1D}1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}A1", "\u{FE66}1",
    ] {
      let rows = Self.rows(CSVTable.encode(["x"], [[.text(before + formula)]]))
      #expect(rows[1][0] == "'" + before + formula)
    }
    let plain = Self.rows(CSVTable.encode(["x"], [[.text(before + "Xã Một-Hai = 3")]]))
    #expect(plain[1][0] == before + "Xã Một-Hai = 3")
  }
}
