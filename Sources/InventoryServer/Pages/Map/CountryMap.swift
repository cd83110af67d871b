import Presentation

/// Several provinces on one map: each a link to its own map, its communes as marks.
struct CountryMap {
  static let width = 1000.0

  let call: PageCall
  let colouring: MapColouring
  let communes: [MapCommune]
  let provinces: [(code: String, name: String)]

  func values() -> PageValues {
    let classes = colouring.classes(call)
    let projection = MapProjection(
      communes.compactMap(\.point), width: Self.width, maximumHeight: 1400, margin: 36)
    let byProvince = Dictionary(grouping: communes, by: \.entry.province)
    let drawn = provinces.compactMap { province -> Province? in
      Province(province, byProvince[province.code] ?? [], projection)
    }
    let islands = islands(projection)
    let labels = MapLabels.placed(
      drawn.map { .init(text: $0.shortName, x: $0.middle.x, y: $0.middle.y) } + islands,
      width: Self.width)
    return [
      "width": MapNumber.text(projection.width), "height": MapNumber.text(projection.height),
      "provinces": zip(drawn, labels).map { province, label in
        values(label).merging([
          "address": call.address(["province": province.code]),
          "title": title(province, classes), "marks": province.marks(classes),
        ])
      },
      "islands": labels.dropFirst(drawn.count).map(values),
    ]
  }

  private func values(_ label: MapLabels.Label) -> PageValues {
    ["name": label.text, "x": MapNumber.text(label.x), "y": MapNumber.text(label.y)]
  }

  private func title(_ province: Province, _ classes: [MapColouring.Class]) -> String {
    let counts = classes.indices.map { at in province.communes.count { $0.classIndex == at } }
    let parts = zip(classes, counts).filter { $1 > 0 }.map {
      "\($0.label): \(call.people.number($1))"
    }
    return "\(province.name): \(parts.joined(separator: "; "))"
  }

  /// Names of the islands far out, which stand in the sea alone.
  private func islands(_ projection: MapProjection) -> [MapLabels.Label] {
    let points = communes.compactMap(\.point)
    return communes.compactMap { commune in
      guard commune.entry.place.island == true, let point = commune.point,
        MapExtent.isFar(point, from: points)
      else { return nil }
      let (x, y) = projection.place(point)
      return .init(text: RankingSort.properName(commune.entry), x: x, y: y + 16)
    }
  }

  /// A province and where its communes are drawn.
  private struct Province {
    let code, name: String
    let communes: [MapCommune]
    private let places: [(classIndex: Int, x: Double, y: Double)]

    /// nil if none of its communes can be drawn.
    init?(
      _ province: (code: String, name: String), _ communes: [MapCommune],
      _ projection: MapProjection
    ) {
      (code, name) = province
      self.communes = communes
      places = communes.compactMap { commune in
        commune.point.map(projection.place).map { (commune.classIndex, $0.x, $0.y) }
      }
      if places.isEmpty { return nil }
    }

    var shortName: String {
      for word in ["Tỉnh ", "Thành phố "] where name.hasPrefix(word) {
        return String(name.dropFirst(word.count))
      }
      return name
    }

    /// By medians: islands far out do not move it.
    var middle: (x: Double, y: Double) {
      let (xs, ys) = (places.map(\.x).sorted(), places.map(\.y).sorted())
      return (xs[xs.count / 2], ys[ys.count / 2])
    }

    /// One path for each class that there is.
    func marks(_ classes: [MapColouring.Class]) -> [PageValues] {
      classes.indices.compactMap { at in
        let path = places.filter { $0.classIndex == at }
          .map { classes[at].glyph.shortPath(x: $0.x, y: $0.y) }.joined()
        guard !path.isEmpty else { return nil }
        return ["class": classes[at].name, "path": path, "ring": classes[at].glyph == .ring]
      }
    }
  }
}
