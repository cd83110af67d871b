import Foundation
import InventoryStore
import Testing

struct VietnamDayTests {
  @Test(
    arguments: [
      ("2027-12-31", "2027-12-31T17:00:00Z"), ("2027-02-30", nil), ("2027-13-01", nil),
      ("tomorrow", nil), ("0027-01-01", nil), ("2027-12-31T00:00:00Z", nil),
    ] as [(String, String?)])
  func ends(_ text: String, _ end: String?) throws {
    #expect(VietnamDay.end(text) == (try end.map { try Date($0, strategy: .iso8601) }))
  }

  /// What happened today happened by now.
  @Test func noonOfTodayMayBeStillToCome() throws {
    let morning = try Date("2026-11-29T01:00:00Z", strategy: .iso8601)
    #expect(VietnamDay.noon("2026-11-29", now: morning) == morning)
    #expect(
      VietnamDay.noon("2026-11-28", now: morning)?.formatted(.iso8601) == "2026-11-28T05:00:00Z")
    #expect(
      VietnamDay.noon("2026-11-30", now: morning)?.formatted(.iso8601) == "2026-11-30T05:00:00Z")
    #expect(VietnamDay.noon("2026-02-30", now: morning) == nil)
  }
}
