import Foundation
import Presentation

/// The axes of a chart over time, drawn as SVG by a template: maps times and values to positions.
struct ChartFrame {
  static let width = 480.0
  static let height = 220.0
  private static let left = 44.0
  private static let right = 14.0
  private static let top = 12.0
  private static let bottom = 24.0

  let start: Date
  let end: Date
  let top: Double
  private let step: Double

  /// - Parameter most: The greatest value drawn, 0 or above.
  init(_ times: [Date], most: Double) {
    let first = times.min() ?? .distantPast
    let last = times.max() ?? .distantPast
    // Observations within a few hours are centred in a day.
    let isShort = last.timeIntervalSince(first) < 43_200
    start = isShort ? first.addingTimeInterval(-43_200) : first
    end = isShort ? last.addingTimeInterval(43_200) : last
    step = Self.niceStep(max(most, 1e-9) / 4)
    top = max(1, (most / step).rounded(.up)) * step
  }

  func x(_ time: Date) -> Double {
    Self.left + (Self.width - Self.left - Self.right)
      * time.timeIntervalSince(start) / end.timeIntervalSince(start)
  }

  func y(_ value: Double) -> Double {
    Self.height - Self.bottom - (Self.height - Self.top - Self.bottom) * min(value, top) / top
  }

  func point(_ time: Date, _ value: Double) -> String {
    "\(Self.coordinate(x(time))),\(Self.coordinate(y(value)))"
  }

  /// In SVG's notation, regardless of the language.
  static func coordinate(_ value: Double) -> String {
    PeopleFormat(.en).number(value, decimals: 1, trimmed: true)
  }

  /// The values for the template.
  func values(_ people: PeopleFormat) -> PageValues {
    [
      "width": Int(Self.width), "height": Int(Self.height),
      "left": Self.coordinate(Self.left), "right": Self.coordinate(Self.width - Self.right),
      "labelLeft": Self.coordinate(Self.left - 6),
      "dateLine": Self.coordinate(Self.height - 6),
      "ticks": stride(from: 0, through: top + step / 2, by: step).map { value in
        [
          "y": Self.coordinate(y(value)), "labelY": Self.coordinate(y(value) + 4),
          "label": people.number(value, decimals: 2, trimmed: true),
        ]
      },
      "dates": (0...3).map { at in
        let time = start.addingTimeInterval(end.timeIntervalSince(start) * Double(at) / 3)
        return [
          "x": Self.coordinate(x(time)), "label": Self.short(time, people),
          "anchor": at == 0 ? "start" : at == 3 ? "end" : "middle",
        ]
      },
    ]
  }

  /// A date without its year.
  private static func short(_ time: Date, _ people: PeopleFormat) -> String {
    String(people.date(time).dropLast(5))
  }

  /// The next 1, 2 or 5 times a power of ten that is at least `least`.
  static func niceStep(_ least: Double) -> Double {
    let power = pow(10, floor(log10(least)))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999 } ?? least
  }
}
