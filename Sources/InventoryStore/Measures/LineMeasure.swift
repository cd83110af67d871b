import Foundation

/// What a commune's line carries in its slower direction, in bits per second: as much as the best
/// of its computers saw of it.
///
/// The computers share one line; who sees less has a worse cable or radio between.
enum LineMeasure {
  /// What a line may at most carry where the office's own network hid it.
  static let fastest = 10e9

  /// nil where nobody has measured it lately enough.
  static func value(
    _ computers: [ComputerState], rules: MeasureRules, now: Date
  ) -> Measures.Value? {
    let oldest = now.addingTimeInterval(-rules.lineDays * 86_400).microseconds
    let seen = computers.compactMap { computer in
      computer.line.flatMap {
        $0.measuredAt > oldest && $0.measuredAt <= now.latestKnown ? (computer, $0) : nil
      }
    }
    guard let best = seen.max(by: { $0.1.bitsPerSecond < $1.1.bitsPerSecond })?.1 else {
      return nil
    }
    // A computer that fell silent may have lost the line, one that is held back may be elsewhere.
    let heard = seen.filter { $0.0.wasHeard(within: rules.silentDays, of: now) }
    let proven = heard.map(\.1.bitsPerSecond).max() ?? 0
    // Where one is held up by nothing of its own, its figure is the line's.
    let isOpen = seen.allSatisfy(\.1.mayCarryMore)
    return Measures.Value(
      low: Double(proven), high: isOpen ? max(fastest, Double(proven)) : Double(best.bitsPerSecond),
      observedAt: seen.map(\.1.measuredAt).max())
  }
}
