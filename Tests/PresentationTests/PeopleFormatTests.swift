import Foundation
import Presentation
import Testing

@Suite struct PeopleFormatTests {
  let vi = PeopleFormat(.vi)
  let en = PeopleFormat(.en)

  @Test func numbers() {
    #expect(vi.number(1_234_567.891, decimals: 2) == "1.234.567,89")
    #expect(en.number(1_234_567.891, decimals: 2) == "1,234,567.89")
    #expect(vi.number(0.05, decimals: 1) == "0,1")
    #expect(vi.number(999.96, decimals: 1) == "1.000,0")
    #expect(vi.number(-0.04, decimals: 1) == "0,0")
    #expect(vi.number(-1234.5, decimals: 1) == "−1.234,5")
    #expect(vi.number(1.50, decimals: 3, trimmed: true) == "1,5")
    #expect(vi.number(2.0, decimals: 3, trimmed: true) == "2")
    #expect(vi.number(.nan) == "–" && vi.number(.infinity) == "–")
    #expect(vi.number(1e300) == "1e+300")
    #expect(vi.number(500_000_000) == "500.000.000")
    #expect(en.number(1_000_000_007) == "1,000,000,007")
    #expect(vi.number(Int.min) == "−9223372036854775808")
    #expect(vi.percent(0.755, decimals: 1) == "75,5%")
  }

  @Test(arguments: [
    ("2026-07", "07/2026", "Jul 2026"), ("2026-12", "12/2026", "Dec 2026"),
    ("2026-13", "2026-13", "2026-13"), ("2026-07-01", "2026-07-01", "2026-07-01"), ("", "", ""),
  ])
  func months(_ text: String, _ inVietnamese: String, _ inEnglish: String) {
    #expect(vi.month(text) == inVietnamese && en.month(text) == inEnglish)
  }

  @Test func times() {
    // 23:30 UTC is the next morning in Vietnam.
    let late = Date(timeIntervalSince1970: 1_795_476_600)
    #expect(vi.date(late) == "24/11/2026")
    #expect(vi.dateTime(late) == "24/11/2026 06:30")
    #expect(en.dateTime(late) == "24 Nov 2026 06:30")
    #expect(PeopleFormat(.en, offsetSeconds: 0).dateTime(late) == "23 Nov 2026 23:30")
    #expect(vi.date(Date(timeIntervalSince1970: .nan)) == "–")
    #expect(vi.date(Date(timeIntervalSince1970: -62_135_596_800)) == "01/01/0001")
    #expect(vi.date(.distantPast) == "–")
    #expect(vi.date(Date(timeIntervalSince1970: 1e15)) == "–")
  }

  @Test func calendarIsFoundations() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let format = PeopleFormat(.vi, offsetSeconds: 0)
    // 400 years in steps of fractional days, across 1970 and 2000.
    for step in 0..<4000 {
      let date = Date(timeIntervalSince1970: -6e9 + Double(step) * 3_155_779.7)
      let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
      let expected = String(
        format: "%02d/%02d/%04d %02d:%02d", parts.day ?? 0, parts.month ?? 0, parts.year ?? 0,
        parts.hour ?? 0, parts.minute ?? 0)
      #expect(format.dateTime(date) == expected)
    }
  }
}
