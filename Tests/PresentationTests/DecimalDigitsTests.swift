import Foundation
import Testing

@testable import Presentation

/// Numbers and times in tables for programs.
@Suite struct DecimalDigitsTests {
  @Test(arguments: [
    (0, "0"), (-0.0000004, "0"), (0.0000005, "0.000001"), (-1234.5, "-1234.5"),
    (2.5e-6, "0.000003"),
    (0.1 + 0.2, "0.3"), (999.9999999, "1000"), (-7, "-7"), (1e9, "1000000000.0"),
  ])
  func tablesHaveSixDecimals(_ value: Double, _ digits: String) {
    #expect(CSVBytes.digits(value) == digits)
  }

  @Test(arguments: [
    (1.5, 1, false, "", 1, "5"), (-1.25, 1, false, "-", 1, "3"), (2, 3, false, "", 2, "000"),
    (2, 3, true, "", 2, ""), (-0.04, 1, true, "", 0, ""), (0.96, 1, true, "", 1, ""),
  ])
  func halfIsRoundedAwayFromZero(
    _ value: Double, _ decimals: Int, _ trimmed: Bool, _ sign: String, _ whole: Int,
    _ fraction: String
  ) {
    let digits = DecimalDigits(value, decimals: decimals, trimmed: trimmed)
    #expect(digits.isNegative == !sign.isEmpty)
    #expect(digits.whole == whole && digits.fraction == fraction)
  }

  @Test(arguments: [
    (-62_135_596_800, "0001-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
    (951_782_400, "2000-02-29T00:00:00Z"), (1_795_476_609, "2026-11-23T23:30:09Z"),
    (253_402_300_799, "9999-12-31T23:59:59Z"),
  ])
  func timesAreRFC3339(_ seconds: Double, _ text: String) {
    let date = Date(timeIntervalSince1970: seconds)
    var (csv, json) = (CSVBytes(), JSONBytes())
    csv.time(date)
    json.time(date)
    #expect(String(decoding: csv.bytes.dropFirst(3), as: UTF8.self) == text)
    #expect(String(decoding: json.bytes, as: UTF8.self) == "\"\(text)\"")
  }
}
