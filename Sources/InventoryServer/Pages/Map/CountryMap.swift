import Presentation

/// Several provinces on one map: each is a link to its own map, with its communes as areas.
struct CountryMap {
  static let width = 1000.0

  let call: PageCall
  let colouring: MapColouring
  let communes: [MapCommune]
  let provinces: [(code: String, name: String)]

  func values() -> PageValues {
    let classes = colouring.classes(call)
    let projection = MapProjection(
      MapExtent.corners(communes), width: Self.width, maximumHeight: 1400, margin: 24)
    let byProvince = Dictionary(grouping: communes, by: \.entry.province)
    let drawn = provinces.compactMap { province -> CountryMapProvince? in
      CountryMapProvince(province, byProvince[province.code] ?? [], projection)
    }
    let islands = islands(projection)
    let labels = MapLabels.placed(
      drawn.map { .init(text: $0.shortName, x: $0.middle.x, y: $0.middle.y) } + islands,
      width: Self.width)
    let frame = projection.frame(coarseness: MapArea.coarseness)
    return [
      "width": MapNumber.text(projection.width), "height": MapNumber.text(projection.height),
      "transform": frame.transform, "inverseScale": frame.inverseScale,
      "fills": fills(classes), "borders": borders,
      "frame": projection.frame().numbers,
      "provinces": zip(drawn, labels).map { province, label in
        values(label).merging([
          "address": call.address(["province": province.code]),
          "title": title(province, classes), "areas": province.areas(classes),
          "marks": province.marks(classes),
        ])
      },
      "islands": labels.dropFirst(drawn.count).map(values),
    ]
  }

  /// Names of the fills of areas, which need the drawing's own units.
  private func fills(_ classes: [MapColouring.Class]) -> [String] {
    classes.map(\.name) + (communes.contains(where: \.isOutdated) ? ["outdated"] : [])
  }

  private var borders: String {
    let builtIn = MapAreas.builtIn
    return communes.count { $0.area != nil } == builtIn.count
      ? builtIn.provinceBorders : MapOutline.coarseBorders(of: communes.compactMap(\.area))
  }

  private func values(_ label: MapLabels.Label) -> PageValues {
    ["name": label.text, "x": MapNumber.text(label.x), "y": MapNumber.text(label.y)]
  }

  private func title(_ province: CountryMapProvince, _ classes: [MapColouring.Class]) -> String {
    let counts = classes.indices.map { at in province.communes.count { $0.classIndex == at } }
    var parts = zip(classes, counts).filter { $1 > 0 }.map {
      "\($0.label): \(call.people.number($1))"
    }
    let outdated = province.communes.count(where: \.isOutdated)
    if outdated > 0 {
      parts.append("\(call.text("map.outdated")): \(call.people.number(outdated))")
    }
    return "\(province.name): \(parts.joined(separator: "; "))"
  }

  /// Labels of remote islands, which lie alone in the sea.
  private func islands(_ projection: MapProjection) -> [MapLabels.Label] {
    let points = communes.compactMap(\.point)
    return communes.compactMap { commune in
      guard commune.entry.place.island == true, let point = commune.point,
        MapExtent.isFar(point, from: points)
      else { return nil }
      let (x, y) = projection.place(point)
      let bottom =
        commune.area.map { projection.place(MapPoint(latitude: $0.south, longitude: $0.west)).y }
        ?? y
      return .init(text: RankingSort.properName(commune.entry), x: x, y: bottom + 12)
    }
  }
}
