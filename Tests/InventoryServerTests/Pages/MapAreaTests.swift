import Foundation
import InventoryFixtures
import InventoryStore
import Presentation
import Prioritization
import Testing

@testable import InventoryServer

struct MapAreaTests {
  private struct Commune {
    let code, province: String
    let point: MapPoint
    let squareKilometres: Double
  }

  /// The built-in register.
  private static func communes() throws -> [Commune] {
    let bytes = try #require(EmbeddedFile.bytes("communes.csv"))
    let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let column = Dictionary(uniqueKeysWithValues: zip(try #require(rows.first), 0...))
    func cell(_ row: [String], _ name: String) throws -> String {
      row[try #require(column[name])]
    }
    return try rows.dropFirst().map { row in
      Commune(
        code: try cell(row, "code"), province: try cell(row, "provinceCode"),
        point: MapPoint(
          latitude: try #require(Double(try cell(row, "latitude"))),
          longitude: try #require(Double(try cell(row, "longitude")))),
        squareKilometres: Double(try cell(row, "areaSquareKilometres")) ?? 0)
    }
  }

  /// Signed area in units of the file; negative for the other direction.
  private static func size(_ ring: [MapCorner]) -> Double {
    ring.indices.reduce(0) { sum, at in
      let (from, to) = (ring[at], ring[(at + 1) % ring.count])
      return sum + (Double(from.x) * Double(to.y) - Double(to.x) * Double(from.y)) / 2
    }
  }

  private static func contains(_ area: MapArea, _ point: MapPoint) -> Bool {
    let x = (point.longitude - MapGrid.west) * MapGrid.cosine * MapGrid.unitsPerDegree
    let y = (MapGrid.north - point.latitude) * MapGrid.unitsPerDegree
    var isInside = false
    for ring in area.rings {
      for (at, from) in ring.enumerated() {
        let to = ring[(at + 1) % ring.count]
        guard (Double(from.y) <= y) != (Double(to.y) <= y) else { continue }
        let share = (y - Double(from.y)) / Double(to.y - from.y)
        if Double(from.x) + Double(to.x - from.x) * share > x { isInside.toggle() }
      }
    }
    return isInside
  }

  @Test func everyCommuneHasAreaAroundItsCentre() throws {
    let communes = try Self.communes()
    #expect(communes.count == 3_321)
    #expect(Set(MapAreas.builtIn.codes) == Set(communes.map(\.code)))
    for commune in communes {
      let area = try #require(MapAreas.builtIn.area(commune.code, at: commune.point))
      #expect(area.province == commune.province, "\(commune.code)")
      #expect(Self.contains(area, commune.point), "\(commune.code)")
    }
  }

  /// Neighbours share their corners: no border is walked twice in one direction, as it would be if
  /// two areas overlapped, and the areas together are as large as the country.
  @Test func areasMeetWithoutOverlap() throws {
    let areas = MapAreas.builtIn.codes.compactMap { MapAreas.builtIn[$0] }
    var walked = Set<[MapCorner]>()
    var steps = 0
    for ring in areas.flatMap(\.rings) {
      for at in ring.indices {
        walked.insert([ring[at], ring[(at + 1) % ring.count]])
        steps += 1
      }
    }
    #expect(walked.count == steps)
    let inside = walked.count { walked.contains([$0[1], $0[0]]) }
    #expect(Double(inside) > 0.85 * Double(steps), "only coast and border have one side")
    let square = areas.flatMap(\.rings).map(Self.size).reduce(0, +) * 0.111 * 0.111
    #expect((325_000...345_000).contains(square), "\(square) km²")
  }

  /// A province's outline is that of its communes together, about as large as the register says.
  @Test func provinceOutlineIsUnionOfCommunes() throws {
    for (province, communes) in Dictionary(grouping: try Self.communes(), by: \.province) {
      let areas = communes.compactMap { MapAreas.builtIn[$0.code] }
      let outline = MapOutline.rings(around: areas)
      let parts = areas.flatMap(\.rings).map(Self.size).reduce(0, +)
      let whole = outline.map(Self.size).reduce(0, +)
      #expect(abs(parts - whole) < 0.5, "\(province)")
      #expect(outline.count <= 20, "\(province): no gaps within")
      let square = whole * 0.111 * 0.111
      let registered = communes.map(\.squareKilometres).reduce(0, +)
      #expect((0.6...1.5).contains(square / registered), "\(province): \(square), \(registered)")
    }
  }

  @Test func sharedBordersAreRemoved() throws {
    func square(_ x: Int32, _ province: String) throws -> MapArea {
      let corners = [(0, 0), (60, 0), (60, 60), (0, 60)].map {
        MapCorner(x: $0.0 + x, y: $0.1)
      }
      return try #require(MapArea(province: province, rings: [corners]))
    }
    let pair = try [square(0, "01"), square(60, "02")]
    let rings = MapOutline.rings(around: pair)
    #expect(rings.count == 1 && rings[0].count == 6)
    #expect(rings.map(Self.size).reduce(0, +) == 7_200)
    #expect(MapOutline.coarseBorders(of: pair) == "M10 0l 0 10")
    #expect(MapOutline.coarseBorders(of: try [square(0, "01"), square(60, "01")]) == "")
    #expect(MapOutline.rings(around: []).isEmpty)
    #expect(MapPath.coarse(pair) == "m0 0 10 0 0 10-10 0zm10 0 10 0 0 10-10 0z")
  }

  @Test func unreadableRowsAreSkipped() {
    let table = """
      code,province,area
      00001,01,0 0 10 0 0 10
      00002,01,0 0 10 0
      00003,01,0 0 10 0 0
      00004,01,0 0 10 x 0 10
      00005,01
      00006,01,-2147483648 0 10 0 0 10
      00007,01,0 0 10 0 0 10;5 5 1 0 0 1
      00008,01,

      """
    let areas = MapAreas(table)
    #expect(Set(areas.codes) == ["00001", "00007"])
    #expect(areas["00007"]?.rings.count == 2)
    #expect(MapAreas("").count == 0)
  }

  /// An operator's own register may use a code of the built-in one for another place.
  @Test func relocatedCommuneHasNoArea() throws {
    let commune = try #require(try Self.communes().first)
    var point = commune.point
    point.latitude += 0.01
    #expect(MapAreas.builtIn.area(commune.code, at: point) != nil)
    point.latitude -= 2
    #expect(MapAreas.builtIn.area(commune.code, at: point) == nil)
    #expect(MapAreas.builtIn.area("99999", at: commune.point) == nil)
    point.latitude = .nan
    #expect(MapAreas.builtIn.area(commune.code, at: point) == nil)
  }

  @Test func tinyWardIsStillDrawn() throws {
    let tiny = [MapCorner(x: 60, y: 60), .init(x: 61, y: 60), .init(x: 61, y: 61)]
    let area = try #require(MapArea(province: "01", rings: [tiny]))
    #expect(MapPath.coarse([area]) == "m10 10 1 0 0 1z")
  }

  /// The script and the server's drawing use the same coordinates for what they share.
  @Test func frameMatchesProjection() {
    let map = MapProjection(
      [.init(latitude: 23.3, longitude: 102.2), .init(latitude: 8.6, longitude: 114.5)],
      width: 1000, maximumHeight: 1400, margin: 24)
    let frame = map.frame(coarseness: 6)
    let corner = MapCorner(x: 6_000, y: 9_000)
    let (x, y) = map.place(corner)
    #expect(abs(frame.x + 1_000 * frame.wide - x) < 1e-6)
    #expect(abs(frame.y + 1_500 * frame.high - y) < 1e-6)
    #expect(!frame.transform.contains("e-") && MapFrame.text(2.0) == "2")
  }

  @Test func namesArePlacedWhereAreaIsWide() throws {
    let wide = [(x: 0.0, y: 0.0), (x: 200, y: 0), (x: 200, y: 100), (x: 0, y: 100)]
    let place = try #require(MapNamePlace("Măng Bút", in: wide))
    #expect(place.fit >= 1 && place.x == 100 && (1..<100).contains(place.y))
    let narrow = wide.map { (x: $0.x / 20, y: $0.y) }
    #expect(try #require(MapNamePlace("Măng Bút", in: narrow)).fit < 1)
    let flat = wide.map { (x: $0.x, y: $0.y / 20) }
    #expect(try #require(MapNamePlace("Măng Bút", in: flat)).fit < 1)
    // The name is placed in the wide arm of an L.
    let bent = [
      (x: 0.0, y: 0.0), (x: 20, y: 0), (x: 20, y: 80), (x: 200, y: 80), (x: 200, y: 140),
      (x: 0, y: 140),
    ]
    let inArm = try #require(MapNamePlace("Măng Bút", in: bent))
    #expect(inArm.y > 80 && inArm.fit >= 1)
    #expect(MapNamePlace("", in: wide) == nil && MapNamePlace("Xã", in: []) == nil)
    #expect(MapNamePlace("Xã", in: [(x: 1, y: 1), (x: 1, y: 1), (x: 1, y: 1)]) == nil)
  }

  /// Low points measured long ago are not shown as if they were current.
  @Test(arguments: [
    (ReportingState.fresh, false), (.ageing, false), (.silent, true), (.neverEnrolled, true),
  ])
  func silentCommunesAreMarkedOutdated(_ state: ReportingState, _ isOutdated: Bool) throws {
    let document = try Example.document([
      .init(code: "21154", name: "Xã Tây Trà", values: [0, 0, 0, 0], reporting: state),
      .init(code: "21205", name: "Xã Ba Gia", values: [nil, nil, nil, nil], reporting: state),
    ])
    for entry in document.entries {
      let isRanked = entry.ranked.queue == .ranked
      #expect(MapColouring.points.isOutdated(entry) == (isOutdated && isRanked))
      // Coloured by reporting, or in the queue to verify first, the class itself says so.
      #expect(!MapColouring.reporting.isOutdated(entry))
      #expect((MapColouring.points.classIndex(entry) == 5) == !isRanked)
    }
    #expect(document.entries.contains { $0.ranked.queue == .ranked })
  }
}
