import Testing

@testable import InventoryServer

/// Numbers as people type them, with the marks of either language.
struct TypedNumberTests {
  @Test(arguments: [
    ("0", 0), ("1000", 1000), ("007", 7), ("12.5", 12.5), ("12,5", 12.5), ("0.125", 0.125),
    ("0,125", 0.125), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1234.567", 1234.567),
    ("1.234.567", 1_234_567), ("1,234,567", 1_234_567), ("1.234.567,25", 1_234_567.25),
    ("940.12", 940.12),
  ])
  func numbersAreRead(_ typed: String, _ value: Double) throws {
    #expect(try TypedNumber.read(typed, wholeOnly: false) == value)
  }

  /// A thousand as the Vietnamese pages print it, or one: 1 Mbit/s would prove a need.
  @Test(arguments: ["1.000", "1,000", "12.500", "940,000", "100.000"])
  func thousandOrFractionIsRefused(_ typed: String) {
    #expect(throws: TypedNumber.Failure.ambiguous) {
      try TypedNumber.read(typed, wholeOnly: false)
    }
  }

  @Test(arguments: [
    "", ".", ",", "1.", ".5", "1..2", "1.2.3", "1.23.456", "1.2345.678", "1,2,3", "-1", "+1", "1e3",
    "0x10", "١٢", "1 000", "1.234,567,8", "1.234,5.6", "inf", "nan", "123456789012345678901",
  ])
  func othersAreRefused(_ typed: String) {
    #expect(throws: TypedNumber.Failure.malformed) {
      try TypedNumber.read(typed, wholeOnly: false)
    }
  }

  @Test(arguments: ["1.5", "1,5", "1.000", "1.234,5"])
  func fractionsOfThingsAreRefused(_ typed: String) {
    #expect(throws: TypedNumber.Failure.malformed) {
      try TypedNumber.read(typed, wholeOnly: true)
    }
  }
}
