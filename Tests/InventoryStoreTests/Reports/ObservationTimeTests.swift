import Foundation
import InventoryStore
import Testing

/// The day of an inventory in a file, from what the file system and the file say.
struct ObservationTimeTests {
  static let now = "2026-11-30T03:00:00Z"

  @Test(arguments: [
    // A copy, a download, a mail: the file is new, its content is not.
    ("2026-11-30T02:00:00Z", "2025-03-01 08:00:00", "2025-03-01T01:00:00Z"),
    ("2026-11-30T02:00:00Z", "2026-11-28 08:15:02", "2026-11-28T01:15:02Z"),
    ("2026-11-30T02:00:00Z", "2026-11-28T08:15:02", "2026-11-28T01:15:02Z"),
    // Midnight in Vietnam is the evening before in UTC.
    ("2026-11-30T02:00:00Z", "2026-11-28 00:00:00", "2026-11-27T17:00:00Z"),
    // The file's date counts if it is the earlier one.
    ("2026-11-20T02:00:00Z", "2026-11-28 08:15:02", "2026-11-20T02:00:00Z"),
    ("2026-11-20T02:00:00Z", nil, "2026-11-20T02:00:00Z"),
    (nil, "2026-11-28 08:15:02", "2026-11-28T01:15:02Z"),
    // A dead battery, a clock of the next century, one of the next week.
    ("2002-01-01T00:00:00Z", "2026-11-28 08:15:02", "2026-11-28T01:15:02Z"),
    ("2026-11-20T02:00:00Z", "2002-01-01 00:00:12", "2026-11-20T02:00:00Z"),
    ("2026-11-20T02:00:00Z", "2098-01-01 00:00:12", "2026-11-20T02:00:00Z"),
    ("2026-11-20T02:00:00Z", "2026-12-07 10:00:00", "2026-11-20T02:00:00Z"),
    ("2026-12-07T02:00:00Z", "2026-11-28 08:15:02", "2026-11-28T01:15:02Z"),
    // A few hours ahead, as on a FAT stick of unknown time zone, counts as now.
    ("2026-11-30T10:00:00Z", nil, "2026-11-30T03:00:00Z"),
    ("2026-11-30T10:00:00Z", "2026-11-30 11:00:00", "2026-11-30T03:00:00Z"),
    // Neither is plausible.
    ("2002-01-01T00:00:00Z", "2002-01-01 00:00:12", nil),
    ("2002-01-01T00:00:00Z", nil, nil), ("2098-01-01T00:00:00Z", "1980-01-01 00:00:00", nil),
    (nil, nil, nil),
    // A text that is not a time counts as missing.
    ("2026-11-20T02:00:00Z", "2026-02-30 08:00:00", "2026-11-20T02:00:00Z"),
    (nil, "2026-02-30 08:00:00", nil), (nil, "2026-11-28 24:00:00", nil),
    (nil, "2026-11-28 08:60:00", nil), (nil, "2026-11-28 8:00:00", nil), (nil, "2026-11-28", nil),
    (nil, "28/11/2026 08:15:02", nil), (nil, "", nil), (nil, " 2026-11-28", nil),
    (nil, "2026-11-28 +8:-1:00", nil),
  ])
  func earlierPlausibleTimeCounts(
    _ modified: String?, _ local: String?, _ expected: String?
  ) throws {
    func date(_ text: String?) throws -> Date? { try text.map { try Date($0, strategy: .iso8601) } }
    let now = try #require(try date(Self.now))
    #expect(
      ObservationTime.of(modified: try date(modified), local: local, now: now)
        == (try date(expected)))
  }
}
