import Foundation
import Presentation
import Testing

/// The text of letters.
struct LetterTextTests {
  private static let day = Date(timeIntervalSince1970: 1_795_000_000)
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
    letter.rights = .init([
      .init(
        commune: commune("Xã C"), service: "digital-signature",
        expiresAt: Self.day.addingTimeInterval(86_400), isCertificate: true),
      .init(
        commune: commune("Xã C"), service: "other", expiresAt: Self.day, isCertificate: false),
    ])
    letter.systems = .init([
      .init(
        name: "Windows 10 22H2", lastDay: Self.day, hasEnded: true, computers: 1, communes: 1,
        simulated: true)
    ])
    letter.risen = [
      .init(
        commune: commune("Xã D"), rankBefore: 9, rankAfter: 2, pointsBefore: 400,
        pointsAfter: 432.5, criterion: ("Máy quét", "Scanners"), cause: "worsened")
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
      "- Xã C: Digital signature (certificate), expires on 19 Nov 2026",
      "- Xã C: other, expired on 18 Nov 2026",
      "- Windows 10 22H2 [simulated]: no updates since 18 Nov 2026; 1 computer in 1 commune",
      "- Xã D: rank 9 → 2, +32.5 points; Scanners: ",
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
    #expect(letter.html.contains(#"<html lang="vi">"#))
    for word in ["silent", "letter", "since", "computer", "{"] {
      #expect(!letter.plain.contains(word), "\(word)")
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
