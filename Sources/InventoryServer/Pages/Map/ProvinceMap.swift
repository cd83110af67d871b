import Presentation

/// The communes of one province, each a mark that leads to its page.
struct ProvinceMap {
  static let width = 960.0
  static let maximumHeight = 1000.0

  let call: PageCall
  let colouring: MapColouring
  let communes: [MapCommune]

  /// One map, or two where islands far out make the rest small: all of it at its place, with the
  /// islands as links, and the rest enlarged.
  func values() -> [PageValues] {
    let classes = colouring.classes(call)
    let drawn = communes.filter { $0.point != nil }
    guard !drawn.isEmpty else { return [] }
    let far = MapExtent.farOut(drawn.compactMap(\.point))
    guard !far.isEmpty else {
      return [drawing(of: drawn, links: drawn, classes, caption: nil)]
    }
    let near = drawn.indices.filter { !far.contains($0) }.map { drawn[$0] }
    return [
      drawing(
        of: drawn, links: far.sorted().map { drawn[$0] }, classes, caption: "map.whole",
        isOverview: true),
      drawing(of: near, links: near, classes, caption: "map.enlarged"),
    ]
  }

  private func drawing(
    of communes: [MapCommune], links: [MapCommune], _ classes: [MapColouring.Class],
    caption: String?, isOverview: Bool = false
  ) -> PageValues {
    let points = communes.compactMap(\.point)
    let projection = MapProjection(
      points, width: Self.width, maximumHeight: isOverview ? 640 : Self.maximumHeight, margin: 40)
    let radius = isOverview ? 9 : Self.radius(points.map(projection.place))
    let linked = Set(links.map(\.code))
    var values: PageValues = [
      "width": MapNumber.text(projection.width), "height": MapNumber.text(projection.height),
      "isOverview": isOverview,
      "marks": communes.filter { !linked.contains($0.code) }.compactMap { commune in
        mark(commune, projection, classes, radius: 5)
      },
      // The worst last, so that nothing covers it.
      "places": links.reversed().compactMap { commune -> PageValues? in
        guard var values = mark(commune, projection, classes, radius: radius),
          let (x, y) = commune.point.map(projection.place)
        else { return nil }
        values["address"] = commune.address
        values["title"] = commune.title(call)
        values["name"] = commune.entry.name
        values["x"] = MapNumber.text(x)
        // Above its mark, or below where the edge is near; towards the middle at the sides.
        values["y"] = MapNumber.text(y < 60 ? y + radius + 26 : y - radius - 8)
        values["anchor"] =
          x < Self.width * 0.3 ? "start" : x > Self.width * 0.7 ? "end" : "middle"
        return values
      },
    ]
    if let caption { values["caption"] = call.text(caption) }
    return values
  }

  private func mark(
    _ commune: MapCommune, _ projection: MapProjection, _ classes: [MapColouring.Class],
    radius: Double
  ) -> PageValues? {
    guard let (x, y) = commune.point.map(projection.place) else { return nil }
    let kind = classes[commune.classIndex]
    return [
      "class": kind.name, "glyph": kind.glyph.rawValue,
      "path": kind.glyph.path(x: x, y: y, radius: radius * kind.size),
    ]
  }

  /// As large as the usual distance between neighbours allows.
  private static func radius(_ places: [(x: Double, y: Double)]) -> Double {
    let distances = places.indices.compactMap { one in
      places.indices.lazy.filter { $0 != one }.map { other in
        let (x, y) = (places[one].x - places[other].x, places[one].y - places[other].y)
        return (x * x + y * y).squareRoot()
      }.min()
    }.sorted()
    guard !distances.isEmpty else { return 12 }
    return min(max(distances[distances.count / 2] * 0.45, 6), 14)
  }
}
