import Foundation
import InventoryStore
import Reporting
import Presentation
import Prioritization

/// The commune's line as measured by its computers.
struct LineChart: PageModel {
  static let rowsOfTable = 100

  let details: CommuneDetails
  let policy: Policy
  let call: PageCall

  private var standard: Double? {
    policy.criteria.first { $0.measure == "lineBitsPerSecond" }?.standard
  }

  /// nil if there are no measurements.
  func values() -> PageValues? {
    let measured = details.line.filter {
      $0.downloadBitsPerSecond != nil || $0.uploadBitsPerSecond != nil
    }
    guard let newest = measured.first else { return nil }
    let speeds = measured.flatMap { [$0.downloadBitsPerSecond, $0.uploadBitsPerSecond] }
      .compactMap { $0.map(Double.init) }
    let frame = ChartFrame(
      measured.map(\.measuredAt), most: max(speeds.max() ?? 0, standard ?? 0) / 1e6)
    let downloads = series(measured, \.downloadBitsPerSecond, frame)
    let uploads = series(measured, \.uploadBitsPerSecond, frame)
    var values: PageValues = [
      "frame": frame.values(people), "downloads": downloads.marks, "uploads": uploads.marks,
      "downloadLine": downloads.line, "uploadLine": uploads.line,
      "meaning": call.text(
        "commune.line.meaning",
        [
          "count": people.number(measured.count), "day": people.date(newest.measuredAt),
          "download": speed(newest.downloadBitsPerSecond),
          "upload": speed(newest.uploadBitsPerSecond),
        ]),
      "rows": measured.prefix(Self.rowsOfTable).map(row),
    ]
    if let standard {
      values["standard"] = [
        "y": ChartFrame.coordinate(frame.y(standard / 1e6)),
        "labelY": ChartFrame.coordinate(frame.y(standard / 1e6) - 4),
        "label": call.text(
          "commune.line.standard",
          ["speed": people.number(standard / 1e6, decimals: 1, trimmed: true)]),
      ]
    }
    return values
  }

  /// A mark for each measurement, and a line through the best of each day. Marks of the same form
  /// are one path: separate elements, filled in by the template, made up most of the time that a
  /// year's data added to the page.
  private func series(
    _ measured: [CommuneDetails.LineMeasurement],
    _ direction: KeyPath<CommuneDetails.LineMeasurement, Int?>, _ frame: ChartFrame
  ) -> (marks: [PageValues], line: String) {
    var best: [String: (time: Date, value: Double)] = [:]
    var (settled, unsettled) = ("", "")
    for one in measured {
      guard let bits = one[keyPath: direction] else { continue }
      let value = Double(bits) / 1e6
      let mark = Self.mark(one.interface, x: frame.x(one.measuredAt), y: frame.y(value))
      if one.settled == false { unsettled += mark } else { settled += mark }
      let day = VietnamDay.text(one.measuredAt)
      if value > best[day]?.value ?? -1 { best[day] = (one.measuredAt, value) }
    }
    let line = best.values.sorted { $0.time < $1.time }
      .map { frame.point($0.time, $0.value) }.joined(separator: " ")
    let marks = [(settled, ""), (unsettled, " unsettled")].filter { !$0.0.isEmpty }
    return (marks.map { ["path": $0, "open": $1] }, line)
  }

  /// SVG path data: a square for radio, otherwise a dot.
  private static func mark(
    _ interface: BandwidthFacts.Interface.Kind?, x: Double, y: Double
  ) -> String {
    guard interface == .wifi || interface == .mobile else {
      return MapGlyph.dot.path(x: x, y: y, radius: 3.2)
    }
    return "M\(ChartFrame.coordinate(x - 3)) \(ChartFrame.coordinate(y - 3))h6v6h-6z"
  }

  private func row(_ one: CommuneDetails.LineMeasurement) -> PageValues {
    [
      "at": people.dateTime(one.measuredAt), "machine": one.machine,
      "address": "/machines/\(one.machine)", "download": speed(one.downloadBitsPerSecond),
      "upload": speed(one.uploadBitsPerSecond),
      "latency": one.latencySeconds.map { people.number($0 * 1000) + " ms" } ?? "–",
      "interface": call.text("commune.interface.\(one.interface?.rawValue ?? "unknown")"),
      "settled": call.text(
        "commune.settled.\(one.settled.map { $0 ? "yes" : "no" } ?? "unknown")"),
    ]
  }

  private func speed(_ bitsPerSecond: Int?) -> String {
    bitsPerSecond.map { people.number(Double($0) / 1e6, decimals: 1) + " Mbit/s" } ?? "–"
  }
}
