import Foundation

/// A computer that had reported and was retired.
///
/// Retiring a computer must not lower a commune's need: it is then known to be gone, and its last
/// statements about the office's line and accounts count as a silent computer's do.
struct RetiredComputer {
  /// SQL condition on the table `machine` as `m`: the computers that are not retired, and those
  /// that are but had reported and were not merged into another.
  static let counts = """
    (m.state <> 'retired' OR m.lastReportAt IS NOT NULL AND m.mergedInto IS NULL)
    """

  let state: ComputerState
  /// Microseconds since 1970.
  let retiredAt: Int64

  /// Until when its statements about accounts count: from then on, it would count as silent.
  func wordHoldsUntil(_ rules: MeasureRules) -> Date {
    Date(microseconds: retiredAt).addingTimeInterval(rules.silentDays * 86_400)
  }
}

extension [RetiredComputer] {
  /// When time alone changes how they count.
  func turningPoints(_ rules: MeasureRules) -> [Date] {
    flatMap { $0.state.turningPoints(rules) + [$0.wordHoldsUntil(rules)] }
  }

  /// Those whose statements about accounts still count.
  func withWord(_ rules: MeasureRules, now: Date) -> [RetiredComputer] {
    filter { now < $0.wordHoldsUntil(rules) }
  }

  /// When the last of them was retired, in microseconds since 1970.
  var retiredAt: Int64? { map(\.retiredAt).max() }
}
