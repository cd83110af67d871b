import Presentation
import Prioritization

/// Computers that fall below the policy's requirements, with a bar for each period: the certain
/// part dark, the possible part light above it.
struct ForecastChart {
  private static let width = 480.0
  private static let height = 220.0
  private static let left = 48.0
  private static let right = 8.0
  private static let top = 20.0
  private static let bottom = 26.0

  let bars: [(label: String, meaning: String, range: CountRange?)]
  let people: PeopleFormat

  func values(title: String) -> PageValues {
    let most = Double(max(1, bars.compactMap { $0.range?.high }.max() ?? 1))
    let step = max(1, ChartFrame.niceStep(most / 4))
    let ceiling = (most / step).rounded(.up) * step
    func y(_ value: Double) -> Double {
      Self.height - Self.bottom - (Self.height - Self.top - Self.bottom) * value / ceiling
    }
    let slot = (Self.width - Self.left - Self.right) / Double(max(1, bars.count))
    // Only as many labels as fit.
    let every = max(1, Int((52 / slot).rounded(.up)))
    return [
      "width": Int(Self.width), "height": Int(Self.height), "title": title,
      "left": text(Self.left), "right": text(Self.width - Self.right),
      "labelLeft": text(Self.left - 6), "labelLine": text(Self.height - 8),
      "ticks": stride(from: 0, through: ceiling + step / 2, by: step).map { value in
        [
          "y": text(y(value)), "labelY": text(y(value) + 4), "label": people.number(value),
        ] as PageValues
      },
      "bars": bars.enumerated().map { at, bar -> PageValues in
        let x = Self.left + slot * (Double(at) + 0.15)
        let (low, high) = (Double(bar.range?.low ?? 0), Double(bar.range?.high ?? 0))
        return [
          "x": text(x), "middle": text(x + slot * 0.35), "width": text(slot * 0.7),
          "lowY": text(y(low)), "lowHeight": text(y(0) - y(low)),
          "highY": text(y(high)), "highHeight": text(y(low) - y(high)),
          "meaning": bar.meaning, "label": at % every == 0 ? bar.label : "",
        ]
      },
    ]
  }

  /// In SVG's notation, regardless of the language.
  private func text(_ value: Double) -> String { ChartFrame.coordinate(value) }
}
