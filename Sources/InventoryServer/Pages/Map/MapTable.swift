import Presentation
import Prioritization

/// The contents of the map as a table.
struct MapTable: PageModel {
  let call: PageCall
  let communes: [MapCommune]
  let classes: [MapColouring.Class]

  /// One row per province, one column per class.
  func byProvince(_ provinces: [(code: String, name: String)]) -> PageValues {
    let byProvince = Dictionary(grouping: communes, by: \.entry.province)
    return [
      "classes": classes.map(\.label),
      "rows": provinces.map { province in
        let communes = byProvince[province.code] ?? []
        return [
          "name": province.name, "address": call.address(["province": province.code]),
          "communes": people.number(communes.count), "counts": counts(communes),
        ] as PageValues
      },
      "communes": people.number(communes.count), "counts": counts(communes),
    ]
  }

  private func counts(_ communes: [MapCommune]) -> [PageValues] {
    var counts = [Int](repeating: 0, count: classes.count)
    for commune in communes { counts[commune.classIndex] += 1 }
    return zip(classes, counts).map {
      ["label": $0.label, "count": people.number($1)] as PageValues
    }
  }

  /// One row per commune, in the order of the ranking.
  func byCommune() -> [PageValues] {
    communes.map { commune in
      let kind = classes[commune.classIndex]
      let (entry, standing) = (commune.entry, commune.entry.ranked.standing)
      var row: PageValues = [
        "name": entry.name, "code": commune.code, "address": commune.address,
        "class": kind.name, "glyph": kind.glyph.rawValue, "classLabel": kind.label,
        "path": kind.glyph.path(x: 9, y: 9, radius: 8 * kind.size),
        "isArea": commune.area != nil, "outdated": commune.isOutdated,
        "points": people.number(standing.points),
        "confidence": people.percent(standing.confidence),
        "stateName": entry.reportingKey.map { call.text($0) } ?? "",
        "state": entry.reporting?.rawValue ?? "",
      ]
      if standing.pointsHigh - standing.pointsLow >= 0.5 {
        row["upTo"] = "≤ \(people.number(standing.pointsHigh))"
      }
      if entry.simulated { row["simulated"] = call.text("simulated.mark") }
      if let last = entry.lastReport { row["lastReport"] = people.dateTime(last) }
      return row
    }
  }
}
