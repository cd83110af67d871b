import Foundation

/// A place on earth, degrees north and east (WGS 84).
struct MapPoint: Equatable {
  var latitude: Double
  var longitude: Double
}

/// Equirectangular: a degree east is drawn as long as it is in the middle of the map, so that a
/// country of 15 degrees keeps its shape to a few percent.
struct MapProjection: Equatable {
  /// In the units of the drawing.
  let width, height: Double
  private let west, north, cosine, unitsPerDegree: Double
  private let left, top: Double

  /// Holds every point, with room around them.
  ///
  /// - Parameters:
  ///   - width: of the drawing, and its `maximumHeight`: the smaller scale counts.
  ///   - margin: least distance of a point from the edge.
  ///   - minimumSpan: least degrees across, so that one point is no whole map.
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
    // Centred, if the height decided the scale.
    left = (width - (east - west) * cosine * unitsPerDegree) / 2
    top = margin
  }

  func place(_ point: MapPoint) -> (x: Double, y: Double) {
    (
      left + (point.longitude - west) * cosine * unitsPerDegree,
      top + (north - point.latitude) * unitsPerDegree
    )
  }

  /// A corner of an area.
  func place(_ corner: MapCorner) -> (x: Double, y: Double) {
    place(
      MapPoint(
        latitude: MapGrid.latitude(Double(corner.y)), longitude: MapGrid.longitude(Double(corner.x))
      ))
  }

  /// What moves units of areas, `coarseness` of them in one, to their places in the drawing.
  func frame(coarseness: Int = 1) -> MapFrame {
    let origin = place(MapPoint(latitude: MapGrid.north, longitude: MapGrid.west))
    let unit = unitsPerDegree / MapGrid.unitsPerDegree * Double(coarseness)
    return MapFrame(
      x: origin.x, y: origin.y, wide: unit * cosine / MapGrid.cosine, high: unit)
  }

  /// How much larger than another map it draws.
  func enlargement(over other: MapProjection) -> Double { unitsPerDegree / other.unitsPerDegree }

  private static func span(_ values: [Double], atLeast least: Double) -> (Double, Double) {
    guard let low = values.min(), let high = values.max() else { return (0, least) }
    let missing = max(0, least - (high - low)) / 2
    return (low - missing, high + missing)
  }
}

/// A shift and a scale, as SVG's `transform` takes them.
struct MapFrame: Equatable {
  let x, y: Double
  /// Of the drawing's units in one unit, across and down.
  let wide, high: Double

  var transform: String {
    "translate(\(Self.text(x)) \(Self.text(y))) scale(\(Self.text(wide)) \(Self.text(high)))"
  }

  /// Undoes the scale: what fills areas is drawn in the drawing's own units.
  var inverseScale: String { "scale(\(Self.text(1 / wide)) \(Self.text(1 / high)))" }

  /// The same for the script: `x y wide high`.
  var numbers: String { [x, y, wide, high].map(Self.text).joined(separator: " ") }

  static func text(_ value: Double) -> String {
    let text = String((value * 10_000).rounded() / 10_000)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
