import Presentation

/// The communes of one province, each an area or a mark that links to its page.
struct ProvinceMap {
  static let width = 960.0
  static let maximumHeight = 1000.0

  let call: PageCall
  let colouring: MapColouring
  let communes: [MapCommune]

  /// One map; or two if remote islands would make the rest too small: all of it to scale, with the
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
    let projection = MapProjection(
      MapExtent.corners(communes), width: Self.width,
      maximumHeight: isOverview ? 640 : Self.maximumHeight, margin: 24)
    let marked = communes.filter { $0.area == nil }.compactMap(\.point)
    let radius = isOverview ? 9 : Self.radius(marked.map(projection.place))
    let linked = Set(links.map(\.code))
    var values: PageValues = [
      "width": MapNumber.text(projection.width), "height": MapNumber.text(projection.height),
      "frame": projection.frame().numbers, "isOverview": isOverview,
      "outline": MapPath.rings(
        MapOutline.rings(around: communes.compactMap(\.area)), projection),
      "fills": fills(communes, projection, classes),
      "marks": communes.filter { !linked.contains($0.code) && $0.area == nil }.compactMap {
        drawn($0, projection, classes, radius: 5)
      },
      // The neediest last, so that nothing covers it.
      "places": links.reversed().compactMap { commune -> PageValues? in
        guard var values = drawn(commune, projection, classes, radius: radius),
          let (x, y) = commune.point.map(projection.place)
        else { return nil }
        values["address"] = commune.address
        values["title"] = commune.title(call)
        values["name"] = commune.entry.name
        values["x"] = MapNumber.text(x)
        // Above its mark, or below near the upper edge; towards the middle near the sides.
        values["y"] = MapNumber.text(y < 60 ? y + radius + 26 : y - radius - 8)
        values["anchor"] =
          x < Self.width * 0.3 ? "start" : x > Self.width * 0.7 ? "end" : "middle"
        return values
      },
      "names": isOverview ? [] : names(links, projection),
    ]
    if let caption { values["caption"] = call.text(caption) }
    return values
  }

  /// The fills of areas, one path for each class: filled individually, a sheet of paper would take
  /// six times as many bytes.
  private func fills(
    _ communes: [MapCommune], _ projection: MapProjection, _ classes: [MapColouring.Class]
  ) -> [PageValues] {
    var paths = [String](repeating: "", count: classes.count * 2)
    for commune in communes {
      guard let area = commune.area else { continue }
      paths[commune.classIndex * 2 + (commune.isOutdated ? 1 : 0)] +=
        MapPath.rings(area.rings, projection)
    }
    return paths.enumerated().filter { !$1.isEmpty }.map { at, path in
      ["class": classes[at / 2].name, "outdated": !at.isMultiple(of: 2), "path": path]
    }
  }

  private func drawn(
    _ commune: MapCommune, _ projection: MapProjection, _ classes: [MapColouring.Class],
    radius: Double
  ) -> PageValues? {
    if let area = commune.area {
      return ["area": MapPath.rings(area.rings, projection)]
    }
    guard let (x, y) = commune.point.map(projection.place) else { return nil }
    let kind = classes[commune.classIndex]
    return [
      "class": kind.name, "glyph": kind.glyph.rawValue,
      "path": kind.glyph.path(x: x, y: y, radius: radius * kind.size),
    ]
  }

  /// Names on areas: those that fit are shown, others when the map is enlarged.
  private func names(_ communes: [MapCommune], _ projection: MapProjection) -> [PageValues] {
    communes.compactMap { commune in
      guard let ring = commune.area?.rings.max(by: { $0.count < $1.count }) else { return nil }
      let name = RankingSort.properName(commune.entry)
      guard let place = MapNamePlace(name, in: ring.map(projection.place)) else { return nil }
      return [
        "name": name, "x": MapNumber.text(place.x), "y": MapNumber.text(place.y),
        "fit": MapFrame.text(place.fit), "fits": place.fit >= 1,
        "fitsPhone": place.fit >= Self.phoneLetters,
      ]
    }
  }

  /// The size of letters on a phone, relative to the map.
  private static let phoneLetters = 2.0

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
