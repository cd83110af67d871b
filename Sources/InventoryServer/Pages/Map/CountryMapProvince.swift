import Presentation

/// A province on the country's map, with the positions of its communes.
struct CountryMapProvince {
  let code, name: String
  let communes: [MapCommune]
  private let places: [(commune: MapCommune, x: Double, y: Double)]

  /// nil if none of its communes can be drawn.
  init?(
    _ province: (code: String, name: String), _ communes: [MapCommune], _ projection: MapProjection
  ) {
    (code, name) = province
    // Sorted by code, which neighbours mostly share: the page then compresses better.
    self.communes = communes.sorted { $0.code < $1.code }
    places = self.communes.compactMap { commune in
      commune.point.map(projection.place).map { (commune, $0.x, $0.y) }
    }
    if places.isEmpty { return nil }
  }

  var shortName: String {
    for word in ["Tỉnh ", "Thành phố "] where name.hasPrefix(word) {
      return String(name.dropFirst(word.count))
    }
    return name
  }

  /// The median position, which remote islands do not shift.
  var middle: (x: Double, y: Double) {
    let (xs, ys) = (places.map(\.x).sorted(), places.map(\.y).sorted())
    return (xs[xs.count / 2], ys[ys.count / 2])
  }

  /// One path for each class in use; communes whose reports are outdated have separate ones.
  func areas(_ classes: [MapColouring.Class]) -> [PageValues] {
    var groups = [[MapArea]](repeating: [], count: classes.count * 2)
    for commune in communes {
      guard let area = commune.area else { continue }
      groups[commune.classIndex * 2 + (commune.isOutdated ? 1 : 0)].append(area)
    }
    return groups.enumerated().compactMap { at, areas in
      guard !areas.isEmpty else { return nil }
      return [
        "class": classes[at / 2].name, "path": MapPath.coarse(areas),
        "outdated": !at.isMultiple(of: 2),
      ]
    }
  }

  /// The same for communes without an area.
  func marks(_ classes: [MapColouring.Class]) -> [PageValues] {
    let places = places.filter { $0.commune.area == nil }
    return classes.indices.compactMap { at in
      let path = places.filter { $0.commune.classIndex == at }
        .map { classes[at].glyph.shortPath(x: $0.x, y: $0.y) }.joined()
      guard !path.isEmpty else { return nil }
      return ["class": classes[at].name, "path": path, "ring": classes[at].glyph == .ring]
    }
  }
}
