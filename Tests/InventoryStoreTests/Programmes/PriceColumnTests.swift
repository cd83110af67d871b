import Foundation
import Testing

@testable import InventoryStore

/// Prices in a table of purchases, as people and spreadsheets write them.
struct PriceColumnTests {
  private func table(_ prices: [String]) throws -> PurchaseTable {
    let lines = prices.enumerated().map {
      "order,21250,computer,2026-07-02,1,\"\($1)\",HD-\($0)"
    }
    return try PurchaseTable(
      Data((["kind,commune,item,day,count,price,document"] + lines).joined(separator: "\n").utf8))
  }

  @Test(arguments: [
    (["15000000", "15.000.000", "400.000"], [15_000_000, 15_000_000, 400_000]),
    (["15,000,000", "400,000"], [15_000_000, 400_000]), (["400,000", "7"], [400_000, 7]),
    (["15 triệu", "1,5 triệu", "400.000 đ"], [15_000_000, 1_500_000, 400_000]),
    (["15_000_000", "400 000", ""], [15_000_000, 400_000, nil]),
    (["15,000,000", "15.000.000"], [15_000_000, 15_000_000]),
  ])
  func pricesAreRead(_ written: [String], _ read: [Int?]) throws {
    #expect(try table(written).records.map(\.price) == read)
  }

  @Test(arguments: [
    (["1.5"], ["badPrice"], [2]), (["0,500"], ["badPrice"], [2]),
    (["-3", "x"], ["badPrice", "badPrice"], [2, 3]),
    (["1.500 triệu"], ["ambiguousPrice"], [2]),
    (["400.000", "1,500"], ["ambiguousPrice", "ambiguousPrice"], [2, 3]),
    (["15.000.000", "400.000", "1,500"], ["ambiguousPrice"], [4]),
    (["1,500", "x", "1,500", "2.500"], ["badPrice", "ambiguousPrice"], [3, 5]),
  ])
  func doubtfulPricesAreRefused(
    _ written: [String], _ kinds: [String], _ lines: [Int]
  ) throws {
    let error = #expect(throws: InventoryError.self) { try table(written) }
    #expect(error?.faults.map(\.kind) == kinds)
    #expect(error?.faults.compactMap(\.line) == lines)
  }
}
