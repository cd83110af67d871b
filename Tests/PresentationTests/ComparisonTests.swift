import Foundation
import InventoryFixtures
import Presentation
import Prioritization
import Testing

/// Comparisons of two communes: figures that add up, and sentences.
@Suite struct ComparisonTests {
  private func comparison(_ first: String, _ second: String) throws -> CommuneComparison {
    let document = try Example.document(Example.three)
    func side(_ code: String, ago: Double) throws -> CommuneComparison.Side {
      .init(
        entry: try #require(document.entries.first { $0.ranked.standing.code == code }),
        asOf: Example.now.addingTimeInterval(-ago), isPast: ago > 0,
        rankedAmong: 3)
    }
    return try #require(
      CommuneComparison(
        policy: document.policy, first: side(first, ago: 86_400), second: side(second, ago: 0)))
  }

  @Test(arguments: [("08227", "21154"), ("21154", "08227"), ("21205", "21154")])
  func partsSumToTheDifference(_ first: String, _ second: String) throws {
    let found = try comparison(first, second)
    let (one, other) = (found.first.entry.ranked.standing, found.second.entry.ranked.standing)
    #expect(found.points == other.points - one.points && found.points != 0)
    #expect(abs(found.rows.reduce(0) { $0 + $1.points } - found.points) < 1e-9)
    for row in found.rows { #expect(abs(row.fromGap + row.fromEmphasis - row.points) < 1e-9) }
    #expect(!found.isOneCommune)
  }

  @Test(arguments: [72, 80, 100, 140], [Language.vi, .en])
  func everyLineFits(_ width: Int, _ language: Language) throws {
    let messages = try Example.messages()
    for second in ["21154", "08227"] {
      let table = ComparisonTable.render(
        try comparison("08227", second), language, messages: messages, width: width)
      for line in table.split(separator: "\n") {
        #expect(DisplayText.width(String(line)) <= width, "\(line)")
      }
      #expect(!table.contains("compare.") && !table.contains("cause."))
    }
  }

  @Test func words() throws {
    let messages = try Example.messages()
    let two = ComparisonTable.render(
      try comparison("08227", "21154"), .en, messages: messages)
    #expect(two.hasPrefix("Xã Ba Gia compared with Xã Tây Trà\n"))
    #expect(two.contains("Xã Tây Trà has 377.2 proven points more than Xã Ba Gia."))
    #expect(two.contains("Possible points"))
    let one = ComparisonTable.render(
      try comparison("21154", "21154"), .vi, messages: messages)
    #expect(one.hasPrefix("Xã Tây Trà: 22/11/2026 15:00 so với hiện nay\n"))
    #expect(one.contains("bằng điểm nhau") && one.contains("không đổi"))
  }

  /// Silence is not health: two communes of which nothing is known are not equal, and one that fell
  /// silent has not improved.
  @Test func unknownIsNeitherEqualNorBetter() throws {
    let messages = try Example.messages()
    let nothing: [Double?] = [nil, nil, nil, nil]
    let poor: [Double?] = [0.25, 0.5, 0, 1]
    func sum(_ one: [Double?], _ other: [Double?], isOne: Bool) throws -> String {
      let sides = try zip([one, other], ["10001", isOne ? "10001" : "10002"]).map { values, code in
        CommuneComparison.Side(
          entry: try #require(
            try Example.document([
              Example.Commune(code: code, name: "Xã \(code)", values: values)
            ]).entries.first), asOf: Example.now, isPast: false, rankedAmong: 1)
      }
      let found = try #require(
        CommuneComparison(policy: try Example.policy(), first: sides[0], second: sides[1]))
      return ComparisonText(comparison: found, language: .en, messages: messages).sum
    }
    let silent = try sum(nothing, nothing, isOne: false)
    #expect(silent.contains("equally many proven points") && silent.contains("Possible points"))
    let fell = try sum(poor, nothing, isOne: true)
    #expect(fell.contains("fewer are proven, because less is known"), "\(fell)")
    #expect(fell.contains("Possible points") && !fell.contains("down by"))
    let heard = try sum(nothing, poor, isOne: true)
    #expect(heard.contains("because more is known") && !heard.contains("up by"))
    let known = try sum(poor, [0.5, 0.5, 0, 1], isOne: true)
    #expect(known.contains("down by") && !known.contains("proven"), "\(known)")
  }

  /// Between two communes nothing has changed: the column is their difference. Invented figures are
  /// marked on the side that has them.
  @Test func headsAndMarks() throws {
    let messages = try Example.messages()
    let two = ComparisonTable.render(try comparison("08227", "21154"), .vi, messages: messages)
    #expect(two.contains("Chênh lệch") && !two.contains("Thay đổi"))
    #expect(two.contains("Xã Tây Trà (21154) · mô phỏng"))
    #expect(!two.contains("Xã Ba Gia (08227) · mô phỏng"))
    let one = ComparisonTable.render(try comparison("08227", "08227"), .vi, messages: messages)
    #expect(one.contains("Thay đổi") && !one.contains("mô phỏng"))
  }

  @Test func hostileNames() throws {
    let communes = Example.hostile.prefix(2).enumerated().map { at, name in
      Example.Commune(
        code: String(10000 + at), name: name, province: name, values: [Double(at) / 3, 0.3, 1, 1])
    }
    let document = try Example.document(communes)
    let sides = document.entries.map {
      CommuneComparison.Side(entry: $0, asOf: Example.now, rankedAmong: 2)
    }
    let found = try #require(
      CommuneComparison(policy: document.policy, first: sides[0], second: sides[1]))
    let table = ComparisonTable.render(found, .vi, messages: try Example.messages())
    #expect(!table.contains("\u{1B}") && !table.contains("\u{202E}"))
    _ = try JSONSerialization.jsonObject(with: ComparisonJSON.encode(found))
  }
}
