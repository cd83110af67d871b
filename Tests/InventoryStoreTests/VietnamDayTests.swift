import Foundation
import InventoryStore
import Testing

struct VietnamDayTests {
  @Test(
    arguments: [
      ("2027-12-31", "2027-12-31T17:00:00Z"), ("2027-02-30", nil), ("2027-13-01", nil),
      ("tomorrow", nil), ("0027-01-01", nil), ("2027-12-31T00:00:00Z", nil),
    ] as [(String, String?)])
  func endOfDayFollowsVietnamTime(_ text: String, _ end: String?) throws {
    #expect(VietnamDay.end(text) == (try end.map { try Date($0, strategy: .iso8601) }))
  }

  /// Against Foundation's calendar, day by day over the leap years of four centuries.
  @Test func fourCenturiesOfDaysMatchFoundation() throws {
    var moment = try Date("1799-12-31T17:00:00Z", strategy: .iso8601)
    for _ in 0..<146_097 {
      let day = VietnamDay.text(moment)
      moment += 86_400
      guard VietnamDay.end(day) == moment else {
        Issue.record("\(day) does not end at \(moment)")
        return
      }
    }
    #expect(VietnamDay.text(moment) == "2200-01-01")
    for wrong in [
      "1900-02-29", "2100-02-29", "2027-04-31", "2027-00-01", "2027-01-00", "3000-01-01",
    ] {
      #expect(VietnamDay.end(wrong) == nil, "\(wrong)")
    }
  }

  @Test(arguments: [
    ("2026-11-30", "2026-11-30"), ("30/11/2026", "2026-11-30"), ("1/2/2026", "2026-02-01"),
    (" 01/02/2026 ", "2026-02-01"), ("29/2/2024", "2024-02-29"), ("29/2/2026", nil),
    ("11/30/2026", nil), ("1/2/26", nil), ("2026/11/30", nil), ("1/2", nil), ("1/2/2026/3", nil),
    ("+1/2/2026", nil), ("001/2/2026", nil), ("/2/2026", nil), ("١/2/2026", nil), ("", nil),
  ])
  func daysAreReadAsPeopleWriteThem(_ text: String, _ day: String?) {
    #expect(VietnamDay.written(text) == day)
    #expect(PastTime(text.trimmingCharacters(in: .whitespaces))?.isDay == (day == nil ? nil : true))
  }

  /// Events of today count as past.
  @Test func noonOfTodayIsCappedAtNow() throws {
    let morning = try Date("2026-11-29T01:00:00Z", strategy: .iso8601)
    #expect(VietnamDay.noon("2026-11-29", now: morning) == morning)
    #expect(
      VietnamDay.noon("2026-11-28", now: morning)?.formatted(.iso8601) == "2026-11-28T05:00:00Z")
    #expect(
      VietnamDay.noon("2026-11-30", now: morning)?.formatted(.iso8601) == "2026-11-30T05:00:00Z")
    #expect(VietnamDay.noon("2026-02-30", now: morning) == nil)
  }
}
