import Presentation
import Prioritization

/// The values of the map's page for its template.
struct MapPage: PageModel {
  let document: RankingDocument
  let call: PageCall
  let colouring: MapColouring
  let provinces: [(code: String, name: String)]
  /// nil for a map of several provinces.
  let province: (code: String, name: String)?
  private let communes: [MapCommune]
  private let classes: [MapColouring.Class]

  init(
    document: RankingDocument, call: PageCall, colouring: MapColouring,
    provinces: [(code: String, name: String)]
  ) {
    (self.document, self.call) = (document, call)
    (self.colouring, self.provinces) = (colouring, provinces)
    province = PageCall.province(call.query.province, among: provinces)
    communes = document.entries.map { MapCommune($0, colouring) }
    classes = colouring.classes(call)
  }

  var title: String { call.text("map.title") + (province.map { " – \($0.name)" } ?? "") }

  func values() -> PageValues {
    var values: PageValues = [
      "subtitle": call.messages.subtitle(document.policy, asOf: document.asOf, call.language),
      "anySimulated": document.anySimulated,
      "provinces": provinces.map {
        ["code": $0.code, "name": $0.name, "selected": $0.code == province?.code]
      },
      "choosesProvince": provinces.count > 1,
      "colourings": MapColouring.allCases.map {
        [
          "value": $0.rawValue, "label": call.text("map.by.\($0.rawValue)"),
          "selected": $0 == colouring,
        ]
      },
      "meaning": call.text("map.meaning.\(colouring.rawValue)"),
      "legend": legend,
      "areas": communes.contains { $0.area != nil },
      "mapScript": call.templates.assets.address("map.js"),
    ]
    if province == nil {
      values["country"] =
        CountryMap(
          call: call, colouring: colouring, communes: communes, provinces: provinces
        ).values()
      values["byProvince"] = MapTable(call: call, communes: communes, classes: classes)
        .byProvince(provinces)
    } else {
      values["maps"] = ProvinceMap(call: call, colouring: colouring, communes: communes).values()
      values["byCommune"] = MapTable(call: call, communes: communes, classes: classes).byCommune()
      if provinces.count > 1 { values["wholeAddress"] = call.address(["province": nil]) }
    }
    let outdated = communes.count(where: \.isOutdated)
    if outdated > 0 { values["outdatedCount"] = people.number(outdated) }
    let marked = communes.count { $0.area == nil && $0.point != nil }
    if marked > 0 { values["marked"] = call.text("map.marked", ["count": people.number(marked)]) }
    let unplaced = communes.filter { $0.point == nil }
    if !unplaced.isEmpty { values["unplaced"] = self.unplaced(unplaced) }
    return values
  }

  private var legend: [PageValues] {
    let asArea = communes.contains { $0.area != nil }
    let asMark = communes.contains { $0.area == nil && $0.point != nil }
    return classes.enumerated().map { at, kind in
      [
        "class": kind.name, "glyph": kind.glyph.rawValue, "label": kind.label,
        "path": kind.glyph.path(x: 9, y: 9, radius: 8 * kind.size),
        "count": people.number(communes.count { $0.classIndex == at }),
        "asArea": asArea, "asMark": asMark,
      ]
    }
  }

  /// Communes that cannot be drawn, by name.
  private func unplaced(_ communes: [MapCommune]) -> PageValues {
    let most = 200
    var values: PageValues = [
      "label": call.text("map.unplaced", ["count": people.number(communes.count)]),
      "communes": communes.prefix(most).map {
        ["address": $0.address, "name": "\($0.entry.name), \($0.entry.provinceName)"]
      },
    ]
    if communes.count > most {
      values["more"] = call.text(
        "ranking.more", ["count": people.number(communes.count - most)])
    }
    return values
  }
}
