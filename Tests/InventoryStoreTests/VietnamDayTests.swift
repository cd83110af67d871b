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
