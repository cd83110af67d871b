import Foundation
import Presentation

/// A trend as a line a few pixels high, with its figures as alternative text.
struct Sparkline {
  static let width = 88.0
  static let height = 22.0
  private static let edge = 2.0

  /// nil for times without a record.
  let points: [(time: Date, value: Double?)]
  let label: String
  let call: PageCall
  /// Formats a figure for people.
  let figure: (Double) -> String

  /// SVG; empty if there are fewer than two points.
  var drawing: String {
    let drawn = points.enumerated().compactMap { place, point in
      point.value.map { (x: x(place), value: $0) }
    }
    guard drawn.count > 1, let last = drawn.last else { return "" }
    let least = drawn.map(\.value).min() ?? 0
    let most = drawn.map(\.value).max() ?? 0
    func y(_ value: Double) -> Double {
      most > least
        ? Self.height - Self.edge
          - (Self.height - 2 * Self.edge) * (value - least) / (most - least)
        : Self.height / 2
    }
    let line = drawn.map { "\(ChartFrame.coordinate($0.x)),\(ChartFrame.coordinate(y($0.value)))" }
      .joined(separator: " ")
    let said = PageEscape().escapeText(meaning)
    return """
      <svg class="trend" width="\(Int(Self.width))" height="\(Int(Self.height))" \
      viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(said)">\
      <title>\(said)</title><polyline points="\(line)"/>\
      <circle cx="\(ChartFrame.coordinate(last.x))" cy="\(ChartFrame.coordinate(y(last.value)))" \
      r="2"/></svg>
      """
  }

  /// Each month's figure in words.
  var meaning: String {
    let figures = points.compactMap { point in
      point.value.map { "\(call.people.date(point.time)): \(figure($0))" }
    }
    return "\(label). \(figures.joined(separator: "; "))"
  }

  private func x(_ place: Int) -> Double {
    Self.edge + (Self.width - 2 * Self.edge) * Double(place) / Double(max(1, points.count - 1))
  }
}
