import Presentation
import Prioritization

/// What the colours of a map represent.
enum MapColouring: String, CaseIterable {
  case points, reporting

  /// Points from which each class but the first begins: fixed, so that maps of two provinces or two
  /// years can be compared side by side.
  static let steps = [150.0, 300, 450, 600]

  /// A class of communes, in the order of the legend.
  struct Class {
    /// The name in the style sheet.
    let name: String
    let glyph: MapGlyph
    let label: String
    /// Relative size, increasing by class, so that size expresses the same as colour.
    let size: Double
  }

  func classes(_ call: PageCall) -> [Class] {
    switch self {
    case .points:
      let people = call.people
      let ends = Self.steps.map { $0 - 1 } + [1000]
      let scale = zip([0] + Self.steps, ends).enumerated().map { at, range in
        Class(
          name: "p\(at)", glyph: .dot,
          label: call.text(
            "map.pointsRange",
            ["low": people.number(range.0), "high": people.number(range.1)]),
          size: 0.75 + 0.1 * Double(at))
      }
      return scale + [
        Class(name: "unknown", glyph: .ring, label: call.text("queue.verifyFirst"), size: 0.85)
      ]
    case .reporting:
      return ReportingState.allCases.map { state in
        Class(
          name: "s-\(state.rawValue)", glyph: Self.glyph(of: state),
          label: call.text(state.messageKey), size: 0.9)
      }
    }
  }

  /// The index of a commune's class in ``classes(_:)``. Communes about which too little is known
  /// have a class of their own: few points would suggest that they lack little.
  func classIndex(_ entry: RankingDocument.Entry) -> Int {
    switch self {
    case .points:
      guard entry.ranked.queue == .ranked else { return Self.steps.count + 1 }
      // Rounded as displayed: 149.6 is shown as 150.
      let points = entry.ranked.standing.points.rounded()
      return Self.steps.count { points >= $0 }
    case .reporting:
      return ReportingState.allCases.firstIndex { $0 == entry.reporting }
        ?? ReportingState.allCases.count - 1
    }
  }

  /// Whether a commune's class rests on outdated reports: a commune that fell silent must not look
  /// well equipped, however few its points were. When colouring by reporting, the class itself says
  /// so.
  func isOutdated(_ entry: RankingDocument.Entry) -> Bool {
    guard self == .points, entry.ranked.queue == .ranked else { return false }
    return entry.reporting == .silent || entry.reporting == .neverEnrolled
  }

  private static func glyph(of state: ReportingState) -> MapGlyph {
    switch state {
    case .fresh: .dot
    case .ageing: .diamond
    case .silent: .ring
    case .neverEnrolled: .cross
    }
  }
}
