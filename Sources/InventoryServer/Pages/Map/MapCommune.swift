import Presentation
import Prioritization

/// A commune on the map.
struct MapCommune {
  let entry: RankingDocument.Entry
  /// nil if the register has no coordinates.
  let point: MapPoint?
  /// nil if only a mark can be drawn at its point: an operator's own register may have communes
  /// that the built-in one lacks.
  let area: MapArea?
  /// Its index among the classes of the legend.
  let classIndex: Int
  /// Whether its class rests on outdated reports.
  let isOutdated: Bool

  init(_ entry: RankingDocument.Entry, _ colouring: MapColouring) {
    self.entry = entry
    classIndex = colouring.classIndex(entry)
    if let latitude = entry.place.latitude, let longitude = entry.place.longitude {
      let point = MapPoint(latitude: latitude, longitude: longitude)
      self.point = point
      area = MapAreas.builtIn.area(entry.ranked.standing.code, at: point)
    } else {
      point = nil
      area = nil
    }
    isOutdated = colouring.isOutdated(entry)
  }

  var code: String { entry.ranked.standing.code }
  var address: String { "/communes/\(code)" }

  /// Everything known about it, in one line.
  func title(_ call: PageCall) -> String {
    let standing = entry.ranked.standing
    let people = call.people
    var parts = [
      call.text(
        "map.points",
        [
          "points": people.number(standing.points), "most": people.number(standing.pointsHigh),
          "confidence": people.percent(standing.confidence),
        ])
    ]
    if entry.ranked.queue == .verifyFirst { parts.append(call.text("queue.verifyFirst")) }
    if let state = entry.reportingKey { parts.append(call.text(state)) }
    if let last = entry.lastReport { parts.append(people.dateTime(last)) }
    if entry.simulated { parts.append(call.text("simulated.mark")) }
    return "\(entry.name): " + parts.joined(separator: "; ")
  }
}
