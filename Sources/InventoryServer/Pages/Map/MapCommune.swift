import Presentation
import Prioritization

/// A commune on the map.
struct MapCommune {
  let entry: RankingDocument.Entry
  /// nil if the register has no coordinates.
  let point: MapPoint?
  /// Its place among the classes of the legend.
  let classIndex: Int

  init(_ entry: RankingDocument.Entry, _ colouring: MapColouring) {
    self.entry = entry
    classIndex = colouring.classIndex(entry)
    if let latitude = entry.place.latitude, let longitude = entry.place.longitude {
      point = MapPoint(latitude: latitude, longitude: longitude)
    } else {
      point = nil
    }
  }

  var code: String { entry.ranked.standing.code }
  var address: String { "/communes/\(code)" }

  /// All that is known of it in one line.
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
    if let state = entry.reporting { parts.append(call.text("reporting.\(state.rawValue)")) }
    if let last = entry.lastReport { parts.append(people.dateTime(last)) }
    if entry.simulated { parts.append(call.text("simulated.mark")) }
    return "\(entry.name): " + parts.joined(separator: "; ")
  }
}
