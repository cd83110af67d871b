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
    self.width = width
    self.north = north
    self.west = west
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

  /// How much larger than another map it draws.
  func enlargement(over other: MapProjection) -> Double { unitsPerDegree / other.unitsPerDegree }

  private static func span(_ values: [Double], atLeast least: Double) -> (Double, Double) {
    guard let low = values.min(), let high = values.max() else { return (0, least) }
    let missing = max(0, least - (high - low)) / 2
    return (low - missing, high + missing)
  }
}
