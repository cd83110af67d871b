import Foundation

/// The communes of a province that are drawn together: remote islands would make the rest too
/// small.
struct MapExtent {
  /// Kilometres to its nearest neighbour beyond which a commune is remote.
  static let farKilometres = 80.0
  /// The least enlargement of the rest that justifies drawing it separately.
  static let leastEnlargement = 1.5

  /// Two opposite corners of the rectangle around `communes` and their areas; empty if none can be
  /// drawn.
  static func corners(_ communes: [MapCommune]) -> [MapPoint] {
    var low = MapPoint(latitude: .infinity, longitude: .infinity)
    var high = MapPoint(latitude: -.infinity, longitude: -.infinity)
    func hold(_ latitude: Double, _ longitude: Double) {
      low = MapPoint(
        latitude: min(low.latitude, latitude), longitude: min(low.longitude, longitude))
      high = MapPoint(
        latitude: max(high.latitude, latitude), longitude: max(high.longitude, longitude))
    }
    for commune in communes {
      if let point = commune.point { hold(point.latitude, point.longitude) }
      if let area = commune.area {
        hold(area.south, area.west)
        hold(area.north, area.east)
      }
    }
    return low.latitude <= high.latitude ? [low, high] : []
  }

  /// Whether none of the other `points` is near.
  static func isFar(_ point: MapPoint, from points: [MapPoint]) -> Bool {
    !points.contains { $0 != point && kilometres(point, $0) <= farKilometres }
  }

  /// Indices in `points` of remote ones; empty if all can be drawn together.
  static func farOut(_ points: [MapPoint]) -> Set<Int> {
    let far = Set(points.indices.filter { isFar(points[$0], from: points) })
    let near = points.indices.filter { !far.contains($0) }.map { points[$0] }
    guard !far.isEmpty, near.count > 1 else { return [] }
    func map(_ points: [MapPoint]) -> MapProjection {
      MapProjection(points, width: 1000, maximumHeight: 1000, margin: 0)
    }
    return map(near).enlargement(over: map(points)) < leastEnlargement ? [] : far
  }

  /// Computed on a plane, which is accurate enough within a province.
  private static func kilometres(_ one: MapPoint, _ other: MapPoint) -> Double {
    let north = one.latitude - other.latitude
    let east =
      (one.longitude - other.longitude)
      * cos((one.latitude + other.latitude) / 2 * .pi / 180)
    return (north * north + east * east).squareRoot() * 111.2
  }
}
