import Foundation
import Testing

@testable import InventoryServer

struct MapDrawingTests {
  private static let country = [
    MapPoint(latitude: 23.3, longitude: 105.3), MapPoint(latitude: 8.6, longitude: 104.7),
    MapPoint(latitude: 22.4, longitude: 102.3), MapPoint(latitude: 16.57, longitude: 112.1),
    MapPoint(latitude: 9.71, longitude: 114.45),
  ]

  @Test(arguments: [
    country, [country[0]], [country[0], country[0]], [country[0], country[1]], Array(country[3...]),
  ])
  func pointsStayWithinMargins(_ points: [MapPoint]) {
    for (width, height) in [(1000.0, 1400.0), (960, 200)] {
      let map = MapProjection(points, width: width, maximumHeight: height, margin: 36)
      #expect(map.width == width && map.height > 0 && map.height <= height + 0.001)
      for point in points {
        let (x, y) = map.place(point)
        #expect(x > 35.999 && x < width - 35.999)
        #expect(y > 35.999 && y < map.height - 35.999)
      }
    }
  }

  @Test func emptyMapHasFiniteHeight() {
    let map = MapProjection([], width: 100, maximumHeight: 100, margin: 10)
    #expect(map.height.isFinite && map.height > 0)
  }

  /// North is up, east is right, and a kilometre has the same length in both directions.
  @Test func projectionPreservesShape() {
    let map = MapProjection(Self.country, width: 1000, maximumHeight: 1400, margin: 36)
    let origin = map.place(.init(latitude: 16, longitude: 107))
    let north = map.place(.init(latitude: 16 + 0.9, longitude: 107))
    let east = map.place(.init(latitude: 16, longitude: 107 + 0.9 / cos(16 * .pi / 180)))
    #expect(north.y < origin.y && north.x == origin.x)
    #expect(east.x > origin.x && east.y == origin.y)
    #expect(abs((origin.y - north.y) / (east.x - origin.x) - 1) < 0.001)
  }

  @Test func remoteIslandsAreDrawnSeparately() {
    let mainland = (0..<20).map {
      MapPoint(latitude: 15.5 + Double($0) / 40, longitude: 108 + Double($0 % 5) / 20)
    }
    let hoangSa = MapPoint(latitude: 16.57, longitude: 112.1)
    #expect(MapExtent.farOut(mainland) == [])
    #expect(MapExtent.farOut(mainland + [hoangSa]) == [20])
    // An island near the coast stays with it.
    #expect(MapExtent.farOut(mainland + [.init(latitude: 15.4, longitude: 108.5)]) == [])
    #expect(MapExtent.farOut([hoangSa]) == [])
    #expect(MapExtent.farOut([]) == [])
  }

  @Test func labelsDoNotOverlap() {
    let labels = MapLabels.placed(
      (0..<6).map { .init(text: "Hà Nội \($0)", x: 500, y: 300 + Double($0)) }
        + [.init(text: "Trường Sa", x: 999, y: 20)], width: 1000)
    for (at, one) in labels.enumerated() {
      for other in labels[..<at] {
        let far = Double(one.text.count) * MapLabels.letterWidth
        #expect(abs(one.y - other.y) >= MapLabels.lineHeight || abs(one.x - other.x) >= far)
      }
    }
    #expect(labels[6].x < 960, "it stays within the map")
  }

  @Test(arguments: [
    (0, "0"), (-0.04, "0"), (1.25, "1.3"), (-12.34, "-12.3"), (960, "960"), (0.95, "1"),
  ])
  func numbersAreFormattedCompactly(_ value: Double, _ text: String) {
    #expect(MapNumber.text(value) == text)
  }

  @Test func glyphShapesDiffer() {
    let forms = [MapGlyph.dot, .diamond, .cross].map { $0.path(x: 9, y: 9, radius: 8) }
    #expect(Set(forms).count == 3)
    #expect(MapGlyph.dot.shortPath(x: 10.4, y: 3.6) == "M10 4h0")
    #expect(MapGlyph.diamond.path(x: 9, y: 9, radius: 5) == "M9 3l6 6-6 6-6-6z")
    #expect(MapGlyph.cross.path(x: 10, y: 10, radius: 10) == "M1.5 1.5l17 17m0-17l-17 17")
  }
}
