import Foundation
import Presentation
import Prioritization
import Testing

/// The text of letters.
struct LetterTextTests {
  private static let day = Date(timeIntervalSince1970: 1_795_000_000)
  private static let one = CountRange(low: 1, high: 1)
  private let messages: Messages

  init() throws { messages = try Messages.embedded() }

  private func commune(_ name: String, simulated: Bool = false) -> LetterDocument.Commune {
    .init(code: "21250", name: name, provinceName: "Tỉnh Quảng Ngãi", simulated: simulated)
  }

  private func document(area: String? = "Tỉnh Quảng Ngãi") -> LetterDocument {
    LetterDocument(
      period: .weekly, since: Self.day.addingTimeInterval(-7 * 86_400), until: Self.day,
      area: area)
  }

  private func text(
    _ document: LetterDocument, _ language: Language = .en, pages: String? = nil
  ) -> LetterText {
    LetterText(document, language, messages: messages, pages: pages)
  }

  private var whole: LetterDocument {
    var letter = document()
    letter.silences = .init([
      .outage(name: "Huyện Ba Tơ", communes: 7, of: 8, lastReport: Self.day, simulated: false),
      .commune(commune("Xã Nghĩa Giang"), lastReport: Self.day),
    ])
    letter.quarantined = .init([.init(commune: commune("Xã A"), model: nil, since: Self.day)])
    letter.purchases = .init([
      .init(
        commune: commune("Xã B"), item: (vi: "Máy tính", en: "Computer"), count: 2,
        deliveredAt: Self.day)
    ])
    letter.rights = .init(
      [
        .init(
          commune: commune("Xã C"), service: "digital-signature",
          expiresAt: Self.day.addingTimeInterval(86_400), isCertificate: true, doubt: .silent),
        .init(
          commune: commune("Xã C"), service: "other", expiresAt: Self.day, isCertificate: false),
      ], isCertain: { $0.doubt == nil })
    letter.systems = .init([
      .init(
        name: "Windows 10 22H2", lastDay: Self.day, isPaid: false, hasEnded: true,
        computers: Self.one, communes: Self.one, simulated: true),
      .init(
        name: "Windows 7 SP1", lastDay: Self.day, isPaid: true, hasEnded: false,
        computers: CountRange(low: 77, high: 1081), communes: CountRange(low: 44, high: 46),
        simulated: false),
    ])
    letter.risen = [
      .init(
        commune: commune("Xã D"),
        before: .init(
          rank: 9, ranks: CountRange(low: 7, high: 12), points: 400, possiblePoints: 510.25),
        after: .init(
          rank: 2, ranks: CountRange(low: 2, high: 2), points: 432.5, possiblePoints: 432.5),
        criterion: ("Máy quét", "Scanners"), cause: "worsened")
    ]
    letter.tokens = .init([
      .init(
        commune: commune("Xã E"), uses: 3, createdAt: Self.day,
        expiresAt: Self.day.addingTimeInterval(86_400))
    ])
    return letter
  }

  @Test func everyPartInEnglish() {
    let letter = text(whole)
    #expect(letter.subject == "Weekly letter up to 18 Nov 2026: Tỉnh Quảng Ngãi")
    for line in [
      "- Huyện Ba Tơ: 7 of 8 communes fell silent together, probably one outage; last report on 18 Nov 2026",
      "- Xã Nghĩa Giang: last report on 18 Nov 2026", "- Xã A: unknown model, since 18 Nov 2026",
      "- Xã B: 2 × Computer, delivered on 18 Nov 2026",
      "ABOUT TO EXPIRE (1–2)",
      "- Xã C: Digital signature (certificate), expires on 19 Nov 2026; as last reported, its computer has fallen silent",
      "- Xã C: other, expired on 18 Nov 2026",
      "- Windows 10 22H2 [simulated]: no updates since 18 Nov 2026; 1 computer in 1 commune",
      "- Windows 7 SP1 (paid updates): updates until 18 Nov 2026; 77–1,081 computers in 44–46 communes",
      "- Xã D: rank 9 (7–12) → 2, points 400.0–510.3 → 432.5 (proven: +32.5); Scanners: ",
      "Two figures joined by a dash are an interval",
      "- Xã E: for 3 computers, made on 18 Nov 2026, expires on 19 Nov 2026",
      "Lines marked [simulated] contain simulated figures",
    ] {
      #expect(letter.plain.contains(line), "\(line)\n\(letter.plain)")
    }
    #expect(!letter.plain.contains("http") && !letter.html.contains("href"))
  }

  @Test func everyPartInVietnamese() {
    let letter = text(whole, .vi)
    #expect(letter.subject == "Bản tin tuần đến ngày 18/11/2026: Tỉnh Quảng Ngãi")
    #expect(letter.plain.contains("- Xã B: 2 × Máy tính, bàn giao ngày 18/11/2026"))
    for line in [
      "Windows 7 SP1 (cập nhật trả phí): cập nhật đến ngày 18/11/2026; 77–1.081 máy tại 44–46 đơn vị",
      "hết hạn ngày 19/11/2026; theo báo cáo cuối, máy đã mất liên lạc",
      "Xã D: hạng 9 (7–12) → 2, điểm 400,0–510,3 → 432,5 (phần có minh chứng: +32,5); ",
      "Hai số nối bằng gạch ngang là một khoảng",
    ] {
      #expect(letter.plain.contains(line) && letter.html.contains(line), "\(line)\n\(letter)")
    }
    #expect(letter.html.contains(#"<html lang="vi">"#))
    for word in ["silent", "letter", "since", "computer", "{"] {
      #expect(!letter.plain.contains(word), "\(word)")
    }
  }

  /// Intervals are explained only in a letter that has any.
  @Test func lettersOfCertainFiguresExplainNoIntervals() {
    var letter = document()
    letter.systems = .init([
      .init(
        name: "Windows 7 SP1", lastDay: Self.day, isPaid: false, hasEnded: true,
        computers: Self.one, communes: Self.one, simulated: false)
    ])
    for language in Language.allCases {
      let words = messages("letter.intervals", language)
      #expect(!text(letter, language).plain.contains(words))
      #expect(text(whole, language).plain.contains(words))
      #expect(!text(letter, language).plain.contains("–"))
    }
  }

  @Test func linksLeadToThePages() {
    let letter = text(whole, pages: "https://centre.example.vn")
    #expect(letter.plain.contains("\n  https://centre.example.vn/communes/21250\n"))
    #expect(letter.html.contains(#"<a href="https://centre.example.vn/communes/21250">"#))
    #expect(letter.plain.contains("https://centre.example.vn/administration/account"))
  }

  /// Names of communes and areas cannot inject HTML, a line or a header.
  @Test func hostileNames() {
    var letter = document(area: "A\r\nBcc: b@example.vn")
    letter.silences = .init([
      .commune(commune("<b>&\"'\r\n- Xã giả\u{202E}"), lastReport: Self.day),
      .outage(name: "<script>", communes: 2, of: 2, lastReport: Self.day, simulated: false),
    ])
    for language in Language.allCases {
      let text = text(letter, language, pages: "https://centre.example.vn")
      #expect(!text.subject.contains("\n") && !text.subject.contains("\r"))
      #expect(!text.plain.contains("\n- Xã giả") && !text.plain.contains("\u{202E}"))
      #expect(!text.html.contains("<b>") && !text.html.contains("<script>"))
      #expect(text.html.contains("&lt;b&gt;&amp;&quot;&#39;"))
    }
  }

  @Test func longListsAreCut() {
    var letter = document(area: nil)
    letter.hasSeveralProvinces = true
    letter.quarantined = .init(
      (1...1234).map { .init(commune: commune("Xã \($0)"), model: "M", since: Self.day) })
    let text = text(letter)
    #expect(text.plain.contains("QUARANTINED COMPUTERS, WAITING FOR A DECISION (1,234)"))
    #expect(text.plain.contains("- and 1,219 more"))
    #expect(text.plain.contains("- Xã 1, Tỉnh Quảng Ngãi: M"))
    #expect(text.plain.contains("the whole country"))
  }

  @Test func nothingToTell() {
    #expect(document().isEmpty && !whole.isEmpty)
    #expect(text(document()).plain.contains("nothing new"))
  }
}
