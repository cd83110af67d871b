import Foundation
import InventoryStore

/// The areas of the built-in register's communes, by code.
struct MapAreas: Sendable {
  private let byCode: [String: MapArea]
  /// Borders between provinces, for the country's map, as path data in coarse units.
  let provinceBorders: String

  /// From `inventory/commune-areas.csv`; a commune without an area there is drawn as a dot.
  static let builtIn = MapAreas(
    String(decoding: EmbeddedFile.bytes("commune-areas.csv") ?? Data(), as: UTF8.self))

  var count: Int { byCode.count }
  var codes: some Collection<String> { byCode.keys }

  /// - Parameter table: Rows of `code,province,area` after a heading; unreadable rows are left out.
  init(_ table: String) {
    var byCode: [String: MapArea] = [:]
    for row in table.utf8.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let cells = row.split(separator: UInt8(ascii: ","))
      guard cells.count == 3, let rings = Self.rings(cells[2]),
        let area = MapArea(province: String(Substring(cells[1])), rings: rings)
      else { continue }
      byCode[String(Substring(cells[0]))] = area
    }
    self.byCode = byCode
    provinceBorders = MapOutline.coarseBorders(of: byCode.sorted { $0.key < $1.key }.map(\.value))
  }

  /// nil if the commune has no area, or its register places it elsewhere.
  func area(_ code: String, at point: MapPoint) -> MapArea? {
    guard let area = byCode[code], area.isNear(point) else { return nil }
    return area
  }

  /// The area of a code of the built-in register.
  subscript(code: String) -> MapArea? { byCode[code] }

  /// A range wider than the country.
  private static let range: ClosedRange<Int32> = -100_000...100_000

  /// Parses `3700 2955 -16 -6;…`: a corner, then relative steps; nil if malformed.
  private static func rings(_ text: Substring.UTF8View) -> [[MapCorner]]? {
    var rings: [[MapCorner]] = []
    for part in text.split(separator: UInt8(ascii: ";")) {
      let numbers = part.split(separator: UInt8(ascii: " ")).map { Int32(Substring($0)) }
      guard numbers.count.isMultiple(of: 2) else { return nil }
      var ring: [MapCorner] = []
      var at = MapCorner(x: 0, y: 0)
      for index in stride(from: 0, to: numbers.count, by: 2) {
        guard let x = numbers[index], let y = numbers[index + 1], range.contains(x),
          range.contains(y)
        else { return nil }
        at.x &+= x
        at.y &+= y
        ring.append(at)
      }
      rings.append(ring)
    }
    return rings
  }
}
