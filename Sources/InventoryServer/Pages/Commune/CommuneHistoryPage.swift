import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The history of a commune's points as a page of its own, and as the part of the commune's page
/// that its script loads.
struct CommuneHistoryPage: PageModel {
  struct Step {
    var time: Date
    var reporting: ReportingState
    var standing: Standing
  }

  static let firstEvents = 8
  static let mostEvents = 100

  let register: CommuneRecord
  let policy: Policy
  /// In order of time; the last is the present.
  let steps: [Step]
  /// Newest first.
  let events: [CommuneEvent]
  let call: PageCall

  var title: String {
    call.text("commune.historyTitle", ["name": register.name, "province": register.provinceName])
  }

  func values() -> PageValues {
    let groups = self.groups
    let steps = stepsSinceEnrolment
    let frame = ChartFrame(
      steps.map(\.time), most: steps.map(\.standing.pointsHigh).max() ?? 0)
    let low = steps.map { frame.point($0.time, $0.standing.pointsLow) }
    let high = steps.map { frame.point($0.time, $0.standing.pointsHigh) }
    var values: PageValues = [
      "communeAddress": "/communes/\(register.code)", "communeName": register.name,
      "frame": frame.values(people),
      "band": (high + low.reversed()).joined(separator: " "), "proven": low.joined(separator: " "),
      "dots": steps.map {
        [
          "x": ChartFrame.coordinate(frame.x($0.time)),
          "y": ChartFrame.coordinate(frame.y($0.standing.pointsLow)),
        ]
      },
      "rows": steps.reversed().map(row),
      "events": groups.prefix(Self.firstEvents).map(event),
      "hasOlder": groups.count > Self.firstEvents,
      "older": groups.prefix(Self.mostEvents).dropFirst(Self.firstEvents).map(event),
      "noEvents": groups.isEmpty,
    ]
    if let first = steps.first, let last = steps.last {
      values["meaning"] = call.text(
        "commune.history.meaning",
        [
          "since": people.date(first.time), "before": points(first.standing.pointsLow),
          "beforeHigh": points(first.standing.pointsHigh),
          "after": points(last.standing.pointsLow),
          "afterHigh": points(last.standing.pointsHigh),
        ])
    }
    return values
  }

  /// Steps from the first computer on: 0 points of a commune without any would look like health. A
  /// single moment makes no chart, so the one before it is added.
  private var stepsSinceEnrolment: [Step] {
    let first = steps.firstIndex { $0.reporting != .neverEnrolled } ?? 0
    return Array(steps[(first == steps.count - 1 ? max(0, first - 1) : first)...])
  }

  private func points(_ value: Double) -> String { people.number(value, decimals: 1) }

  private func row(_ step: Step) -> PageValues {
    [
      "at": people.dateTime(step.time), "points": points(step.standing.pointsLow),
      "high": points(step.standing.pointsHigh),
      "confidence": people.percent(step.standing.confidence),
      "class": step.reporting.rawValue,
      "reporting": call.text("reporting.\(step.reporting.rawValue)"),
    ]
  }

  private struct Group {
    var day: String
    var what: String
    var machines: [String]
  }

  /// Identical events of one day, grouped. Line measurements have a chart of their own.
  private var groups: [Group] {
    var groups: [Group] = []
    for event in events where event.what != "section.bandwidth" {
      let day = people.date(event.time)
      if let at = groups.firstIndex(where: { $0.day == day && $0.what == event.what }) {
        if let machine = event.machine, !groups[at].machines.contains(machine) {
          groups[at].machines.append(machine)
        }
      } else {
        groups.append(
          Group(day: day, what: event.what, machines: event.machine.map { [$0] } ?? []))
      }
    }
    return groups
  }

  private func event(_ group: Group) -> PageValues {
    let key = "event.\(group.what)"
    let machines =
      group.machines.count > 3
      ? group.machines.prefix(2).joined(separator: ", ")
        + call.text("commune.andMore", ["count": people.number(group.machines.count - 2)])
      : group.machines.joined(separator: ", ")
    let text = call.text(key, ["machine": machines.isEmpty ? "–" : machines])
    return ["day": group.day, "what": text == key ? group.what : text]
  }
}
