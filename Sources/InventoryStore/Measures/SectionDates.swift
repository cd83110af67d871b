import Foundation

/// The dates of figures that rest on one section of the reports of some computers: that of its
/// newest observation, not that of the newest report.
struct SectionDates {
  /// The last report of any computer of the commune.
  let heardAt: Int64?
  let rules: MeasureRules
  let now: Date
  /// Whether a report that only repeats what is known would change one of the dates.
  private(set) var moveWithNextReport = false
  /// Until when dates that are as new as the last report stay so, if other computers report.
  private(set) var holdUntil = Date.distantFuture

  init(heardAt: Int64?, rules: MeasureRules, now: Date) {
    (self.heardAt, self.rules, self.now) = (heardAt, rules, now)
  }

  /// Microseconds; computers of one office report within a day of each other.
  private static let night = 86_400_000_000 as Int64

  /// - Parameter computers: those whose section the figure counts.
  /// - Returns: nil if it is as new as the last report of any computer.
  mutating func observedAt(
    _ section: KeyPath<UnseenSections, Int64?>, of computers: [ComputerState]
  ) -> Int64? {
    var newest: Int64?
    var isNewestLive = false
    var hasLive = false
    for computer in computers {
      guard let seenAt = computer.seenAt(section) else { continue }
      let isLive = computer.unseen[keyPath: section] == nil
      hasLive = hasLive || isLive && rules.isFresh(seenAt, at: now)
      if seenAt > newest ?? .min { (newest, isNewestLive) = (seenAt, isLive) }
    }
    guard let newest, let heardAt else { return nil }
    if newest >= heardAt || isNewestLive && heardAt - newest < Self.night {
      holdUntil = min(holdUntil, Date(microseconds: newest + Self.night))
      return nil
    }
    if hasLive { moveWithNextReport = true }
    return newest
  }
}
