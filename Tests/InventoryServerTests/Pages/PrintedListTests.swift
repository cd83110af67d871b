import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// Printed lists are complete, or say what is missing.
struct PrintedListTests {
  private func codes(_ text: String) -> Set<String> {
    Set(text.matches(of: /href="\/communes\/([0-9]{5})"/).map { String($0.1) })
  }

  /// The largest province has 168; the plan of the country has them all.
  @Test func planListsAllCommunes() async throws {
    try await TestCentre.run { centre in
      for (address, count) in [("&province=51", 96), ("", 3_321)] {
        let reply = try await centre.get("/plan?budget=900000000000&language=en\(address)")
        #expect(codes(reply.text).count == count)
        #expect(!reply.text.contains("class=\"pages\""))
        // measured: 1.2 MB, and far less as it is sent, compressed
        #expect(reply.body.count < 3 << 20)
      }
    }
  }

  @Test(arguments: [
    "/ranking?queue=all", "/coverage?look=missing&q=x", "/coverage?state=neverEnrolled",
  ])
  func countryListSaysWhatIsMissing(_ path: String) async throws {
    try await TestCentre.run { centre in
      _ = try await centre.store.register.importTable(
        Data("code,officials\n21250,4\n".utf8), now: Date())
      guard !path.contains("q=x") else {
        // An empty list shows no range and no notice.
        let none = try await centre.get(path + "&language=en")
        #expect(!none.text.contains("0–0 of 0"))
        return
      }
      let part = try await centre.get(path + "&language=en")
      #expect(codes(part.text).count == 100)
      #expect(part.text.contains("This printout contains only rows 1 to 100 of 3,321"))
      let link = try #require(part.text.firstMatch(of: /href="([^"]*rows=all[^"]*)"/))
      let whole = try await centre.get(String(link.1).replacing("&amp;", with: "&"))
      #expect(codes(whole.text).count == 3_321)
      #expect(
        !whole.text.contains("This printout contains") && !whole.text.contains("rel=\"next\""))
      #expect(whole.body.count < 8 << 20, "\(whole.body.count)")
    }
  }

  /// Every province prints completely, without a notice.
  @Test func provinceListsAreNotPaginated() async throws {
    try await TestCentre.run { centre in
      for province in try await centre.store.register.provinces(within: .country) {
        let communes = try await centre.store.register.communes(
          province: province.code, within: .country)
        let page = try await centre.get("/ranking?queue=all&province=\(province.code)")
        #expect(codes(page.text) == Set(communes.map(\.code)), "\(province.code)")
      }
    }
  }

  @Test(arguments: [
    ("", 0, 1, 1, 200), ("", 200, 1, 1, 200), ("", 201, 1, 3, 100), ("page=2", 201, 2, 3, 100),
    ("page=9", 201, 3, 3, 100), ("page=-1", 201, 1, 3, 100), ("rows=all", 201, 1, 1, 5_000),
    ("rows=all&page=2", 5_001, 2, 2, 5_000), ("rows=9", 201, 1, 3, 100),
    ("page=9223372036854775807", 201, 3, 3, 100),
  ])
  func pageRangesAreClamped(_ query: String, _ total: Int, _ page: Int, _ pages: Int, _ size: Int) {
    let range = PageRange(PageQuery(encoded: query), of: total)
    #expect(range.page == page && range.pages == pages && range.size == size)
    #expect(range.rows(of: Array(0..<total)).count <= size)
  }
}
