import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

struct MapPageTests {
  private static func count(_ part: String, in text: some StringProtocol) -> Int {
    text.components(separatedBy: part).count - 1
  }

  /// Counts the rings in the path data of areas; an area may have several.
  private static func ringCount(_ text: String) -> Int {
    text.matches(of: /<path class="area" fill="url\(#country-[^)]*\)" d="([^"]*)"/)
      .reduce(0) { $0 + count("m", in: $1.1) }
  }

  @Test func countryMapShowsEveryCommuneOnce() async throws {
    let rings = MapAreas.builtIn.codes.reduce(0) { $0 + (MapAreas.builtIn[$1]?.rings.count ?? 0) }
    #expect(rings >= 3_321)
    try await TestCentre.run { centre in
      for colour in ["points", "reporting"] {
        let page = try await centre.get("/map?colour=\(colour)&language=en")
        #expect(page.status == 200)
        #expect(Self.ringCount(page.text) == rings)
        #expect(Self.count("<path class=\"border\"", in: page.text) == 1)
        // No commune reports: none is shown as if it did.
        #expect(!page.text.contains("country-p0)") && !page.text.contains("country-s-fresh)"))
        #expect(page.text.utf8.count < 160_000)
      }
    }
  }

  @Test func provinceMapShowsEveryCommuneWithName() async throws {
    try await TestCentre.run { centre in
      let page = try await centre.get("/map?province=51&language=en").text
      let links = page.matches(
        of: /<a href="\/communes\/(\d{5})"><title>([^<]+)<\/title><path class="area"/)
      #expect(links.count == 96 && Set(links.map(\.1)).count == 96)
      #expect(links.allSatisfy { $0.2.contains(" points, ") && $0.2.contains("not enrolled") })
      #expect(Self.count("class=\"name", in: page) == 96)
      #expect(page.contains("not administrative boundaries"))
    }
  }

  /// Communes of an operator's own register, and those of the built-in one that it has moved.
  @Test func communeWithoutAreaIsDrawnAsMark() async throws {
    try await TestCentre.run { centre in
      let hostile = "Xã <img src=x onerror=alert(1)>&'"
      _ = try await centre.store.register.importTable(
        Data(
          """
          code,name,kind,provinceCode,provinceName,latitude,longitude
          99001,\(hostile),xã,51,Tỉnh Quảng Ngãi,15.01,108.61

          """.utf8), now: Date())
      _ = try await centre.store.register.importTable(
        Data("code,latitude,longitude\n21250,10.5,106.5\n".utf8), now: Date())
      for colour in ["points", "reporting"] {
        let page = try await centre.get("/map?colour=\(colour)&province=51&language=en")
        #expect(page.status == 200 && !page.text.contains("<img"))
        #expect(page.text.contains("Xã &lt;img src=x"))
        for code in ["99001", "21250"] {
          let link = try #require(
            page.text.components(separatedBy: "<a href=\"/communes/\(code)\">").dropFirst().first)
          let mark = link.prefix { $0 != "\n" }
          #expect(!mark.contains("class=\"area\""))
          #expect(mark.contains("<path class=\"ring") || mark.contains("<path class=\"cross"))
        }
        #expect(page.text.contains("no area for them: 2"))
        let country = try await centre.get("/map?colour=\(colour)&language=en")
        #expect(country.status == 200 && country.text.contains("<path class=\"dot "))
      }
    }
  }

  /// Coordinates at the limits that the register accepts.
  @Test func extremeCoordinatesAreDrawn() async throws {
    try await TestCentre.run { centre in
      for (latitude, longitude) in [("6", "102"), ("24", "118"), ("6", "118")] {
        _ = try await centre.store.register.importTable(
          Data("code,latitude,longitude\n21250,\(latitude),\(longitude)\n".utf8), now: Date())
        for path in ["/map", "/map?province=51"] {
          let page = try await centre.get(path)
          #expect(page.status == 200, "\(latitude) \(path)")
          #expect(!page.text.contains("nan") && !page.text.contains("inf "))
        }
      }
    }
  }
}
