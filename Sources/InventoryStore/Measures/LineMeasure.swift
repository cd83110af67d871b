import Foundation

/// The capacity of a commune's line in its slower direction, in bits per second, as the best of its
/// computers measured it.
///
/// The computers share one line; one that measures less has a worse cable or Wi-Fi in between.
enum LineMeasure {
  /// Bits per second; the high end if the office's own network limited every measurement.
  static let fastest = 10e9
  /// Fraction of the best measurement from which another shows the line itself and not a worse
  /// cable.
  private static let sameLine = 0.9

  /// nil if there is no recent measurement.
  ///
  /// - Parameter browser: the line as measured in browsers, and by no computer since. A later,
  ///   slower measurement makes it less certain, and proves nothing.
  static func value(
    _ computers: [ComputerState], browser: BrowserLine? = nil, rules: MeasureRules, now: Date
  ) -> Measures.Value? {
    let oldest = now.addingTimeInterval(-rules.lineDays * 86_400).microseconds
    let seen = computers.compactMap { computer in
      computer.line.flatMap {
        $0.measuredAt > oldest && $0.measuredAt <= now.latestKnown ? (computer, $0) : nil
      }
    }
    let lines = seen.map(\.1) + (browser.map { [$0.latest, $0.best] } ?? [])
    guard let best = lines.max(by: { $0.bitsPerSecond < $1.bitsPerSecond }) else { return nil }
    // A silent computer may have lost the line, a quarantined one may be elsewhere.
    let heard = seen.filter { $0.0.wasHeard(within: rules.silentDays, of: now) }
    let proven =
      (heard.map(\.1.bitsPerSecond) + [browser?.latest.bitsPerSecond].compactMap(\.self)).max() ?? 0
    // A measurement limited by nothing else shows the line's own capacity, unless another computer
    // has measured clearly more: then its own cable is worse, and it must not make a fast line look
    // slow.
    let isOpen = lines.allSatisfy {
      $0.mayCarryMore || Double($0.bitsPerSecond) < sameLine * Double(best.bitsPerSecond)
    }
    // The line may still carry what a computer measured before it fell silent: silence must not
    // turn another computer's worse cable into proof of a slow line.
    let before = computers.compactMap { computer in
      computer.wasHeard(within: rules.silentDays, of: now) ? nil : computer.line?.bitsPerSecond
    }
    let most = max(best.bitsPerSecond, before.max() ?? 0)
    return Measures.Value(
      low: Double(proven), high: isOpen ? max(fastest, Double(most)) : Double(most),
      observedAt: lines.map(\.measuredAt).max())
  }
}
