import Foundation

/// A point on earth, degrees north and east (WGS 84).
struct MapPoint: Equatable {
  var latitude: Double
  var longitude: Double
}

/// Equirectangular: a degree east has its true length in the middle of the map, so that a country
/// of 15 degrees keeps its shape to within a few percent.
struct MapProjection: Equatable {
  /// In the drawing's units.
  let width, height: Double
  private let west, north, cosine, unitsPerDegree: Double
  private let left, top: Double

  /// Fits every point, with a margin around them.
  ///
  /// - Parameters:
  ///   - width: Width and maximum height of the drawing: the smaller of the two scales applies.
  ///   - margin: Least distance of a point from the edge.
  ///   - minimumSpan: Least degrees across, so that a single point does not fill the map.
  init(
    _ points: [MapPoint], width: Double, maximumHeight: Double, margin: Double,
    minimumSpan: Double = 0.2
  ) {
    let latitudes = points.map(\.latitude)
    let longitudes = points.map(\.longitude)
    let (south, north) = Self.span(latitudes, atLeast: minimumSpan)
    let (west, east) = Self.span(longitudes, atLeast: minimumSpan)
    cosine = max(0.1, cos((south + north) / 2 * .pi / 180))
    unitsPerDegree = min(
      (width - 2 * margin) / ((east - west) * cosine),
      (maximumHeight - 2 * margin) / (north - south))
    (self.width, self.north, self.west) = (width, north, west)
    height = (north - south) * unitsPerDegree + 2 * margin
    // Centred, if the height determined the scale.
    left = (width - (east - west) * cosine * unitsPerDegree) / 2
    top = margin
  }

  func place(_ point: MapPoint) -> (x: Double, y: Double) {
    (
      left + (point.longitude - west) * cosine * unitsPerDegree,
      top + (north - point.latitude) * unitsPerDegree
    )
  }

  /// The position of an area's corner.
  func place(_ corner: MapCorner) -> (x: Double, y: Double) {
    place(
      MapPoint(
        latitude: MapGrid.latitude(Double(corner.y)), longitude: MapGrid.longitude(Double(corner.x))
      ))
  }

  /// The transform from units of areas, or multiples of `coarseness`, to positions in the drawing.
  func frame(coarseness: Int = 1) -> MapFrame {
    let origin = place(MapPoint(latitude: MapGrid.north, longitude: MapGrid.west))
    let unit = unitsPerDegree / MapGrid.unitsPerDegree * Double(coarseness)
    return MapFrame(
      x: origin.x, y: origin.y, wide: unit * cosine / MapGrid.cosine, high: unit)
  }

  /// The ratio of its scale to another map's.
  func enlargement(over other: MapProjection) -> Double { unitsPerDegree / other.unitsPerDegree }

  private static func span(_ values: [Double], atLeast least: Double) -> (Double, Double) {
    guard let low = values.min(), let high = values.max() else { return (0, least) }
    let missing = max(0, least - (high - low)) / 2
    return (low - missing, high + missing)
  }
}

/// A translation and a scale, as in SVG's `transform`.
struct MapFrame: Equatable {
  let x, y: Double
  /// The drawing's units per unit, horizontally and vertically.
  let wide, high: Double

  var transform: String {
    "translate(\(Self.text(x)) \(Self.text(y))) scale(\(Self.text(wide)) \(Self.text(high)))"
  }

  /// Undoes the scale: the fills of areas are drawn in the drawing's own units.
  var inverseScale: String { "scale(\(Self.text(1 / wide)) \(Self.text(1 / high)))" }

  /// The same for the script, as `x y wide high`.
  var numbers: String { [x, y, wide, high].map(Self.text).joined(separator: " ") }

  static func text(_ value: Double) -> String {
    let text = String((value * 10_000).rounded() / 10_000)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
