/// A corner of an area, in the units of `inventory/commune-areas.csv`.
struct MapCorner: Hashable, Sendable {
  var x, y: Int32
}

/// The area drawn for a commune: the points that are nearest to its centre. It is not an
/// administrative border. A class, because lists of thousands are sorted by their display.
final class MapArea: Sendable {
  /// In the built-in register, two digits.
  let province: String
  /// Closed: each ring's last corner connects to its first.
  let rings: [[MapCorner]]
  /// The same for a map of the whole country, as path data.
  let coarse: [CoarseRing]
  let south, north, west, east: Double

  /// Units of the file per unit of ``coarse``: 670 m, the width of a line on the country's map.
  static let coarseness = 6
  /// Degrees around the area within which a register may place the commune's centre.
  private static let tolerance = 0.05

  struct CoarseRing: Sendable {
    let x, y: Int
    /// Relative steps to the other corners, beginning with a separator if the first needs one;
    /// closed.
    let steps: [UInt8]
  }

  /// nil if no ring has three corners.
  init?(province: String, rings: [[MapCorner]]) {
    let rings = rings.filter { $0.count >= 3 }
    let corners = rings.joined()
    guard let left = corners.map(\.x).min(), let right = corners.map(\.x).max(),
      let top = corners.map(\.y).min(), let bottom = corners.map(\.y).max()
    else { return nil }
    self.province = province
    self.rings = rings
    coarse = rings.map(CoarseRing.init)
    (west, east) = (MapGrid.longitude(Double(left)), MapGrid.longitude(Double(right)))
    (north, south) = (MapGrid.latitude(Double(top)), MapGrid.latitude(Double(bottom)))
  }

  /// Whether the area can belong to a commune at `point`: an operator's own register may use a code
  /// of the built-in one for another place.
  func isNear(_ point: MapPoint) -> Bool {
    let wide = Self.tolerance
    return point.latitude >= south - wide && point.latitude <= north + wide
      && point.longitude >= west - wide && point.longitude <= east + wide
  }
}

extension MapArea.CoarseRing {
  init(_ ring: [MapCorner]) {
    let unit = Double(MapArea.coarseness)
    var corners: [(x: Int, y: Int)] = []
    for corner in ring {
      let x = Int((Double(corner.x) / unit).rounded())
      let y = Int((Double(corner.y) / unit).rounded())
      if let last = corners.last, last == (x, y) { continue }
      corners.append((x, y))
    }
    if corners.count > 1, let last = corners.last, corners[0] == last { corners.removeLast() }
    let (x, y) = corners.first ?? (0, 0)
    // A ward smaller than one unit is still drawn.
    if corners.count < 3 { corners = [(x, y), (x + 1, y), (x + 1, y + 1)] }
    self.x = x
    self.y = y
    steps = Array((MapPath.steps(corners) + "z").utf8)
  }
}

/// The units in which areas are stored: a thousandth of a degree, about 111 m, in both directions.
enum MapGrid {
  static let unitsPerDegree = 1000.0
  static let west = 102.0
  static let north = 24.0
  /// cos 16°, the latitude of the country's middle.
  static let cosine = 0.96126169593831889

  static func longitude(_ x: Double) -> Double { west + x / (unitsPerDegree * cosine) }
  static func latitude(_ y: Double) -> Double { north - y / unitsPerDegree }
}
