import Testing

@testable import InventoryStore

@Suite struct MoneyInputTests {
  @Test(arguments: [
    ("50000000000", 50_000_000_000), ("50.000.000.000", 50_000_000_000),
    ("50,000,000,000", 50_000_000_000), ("50_000", 50_000), ("50 000 000", 50_000_000),
    ("50\u{A0}000\u{202F}000", 50_000_000), ("0", 0), ("007", 7), ("  8 ", 8),
    ("50 tỷ", 50_000_000_000), ("50tỉ", 50_000_000_000), ("50 TỶ", 50_000_000_000),
    ("50 ty\u{309}", 50_000_000_000), ("1,5 tỷ", 1_500_000_000), ("1.5 tỷ", 1_500_000_000),
    ("1.50 tỷ", 1_500_000_000), ("800 triệu", 800_000_000), ("800tr", 800_000_000),
    ("1.000.000 triệu", 1_000_000_000_000), ("1.500,5 triệu", 1_500_500_000),
    ("2 nghìn tỷ", 2_000_000_000_000), ("500 nghìn", 500_000), ("50 billion", 50_000_000_000),
    ("2.5 million VND", 2_500_000), ("50.000.000.000 đ", 50_000_000_000),
    ("50 tỷ đồng", 50_000_000_000), ("3 VNĐ", 3), ("1.000.000 tỷ", 1_000_000_000_000_000),
    ("0,000000001 tỷ", 1), ("400.000", 400_000), ("50.000", 50_000), ("1,500", 1_500),
    ("15.000.000", 15_000_000), ("400.000 ₫", 400_000), ("999.999đ", 999_999),
  ])
  func amountsAreParsed(_ text: String, _ amount: Int) throws {
    #expect(try MoneyInput.amount(text) == amount)
  }

  @Test(arguments: [
    ("", MoneyError.Reason.noAmount), ("x", .noAmount), ("5e10", .noAmount), ("tỷ", .noAmount),
    ("٣٠٠", .noAmount), ("1 tỷ 500", .noAmount), ("50 tỷ tỷ", .noAmount), ("+5", .noAmount),
    ("-3", .negative), ("−3 tỷ", .negative), ("1.000.000,5", .mixedMarks),
    ("1.000,5.0 tỷ", .mixedMarks), ("50_00", .badGroups), ("_", .badGroups), ("5 0", .badGroups),
    ("5,0", .fraction), ("50.000.000.", .fraction), (".5 tỷ", .fraction), ("5. tỷ", .fraction),
    ("0,0000000001 tỷ", .fraction), ("1.5", .fraction), ("0.500", .fraction), ("0,500", .fraction),
    ("0.000.500", .fraction), ("1.500 triệu", .ambiguous), ("1,500 tỷ", .ambiguous),
    ("1000000000000001", .tooMuch), ("99999999999999999999", .tooMuch),
    ("9999999 tỷ", .tooMuch), ("1" + String(repeating: "0", count: 90), .tooMuch),
    (String(repeating: "1", count: 101), .noAmount),
  ])
  func malformedAmountsAreRejected(_ text: String, _ reason: MoneyError.Reason) {
    #expect(throws: MoneyError(reason: reason, written: String(text.prefix(40)))) {
      try MoneyInput.amount(text)
    }
  }
}
