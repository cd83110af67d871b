import Foundation

/// A computer as the measures count it.
struct ComputerState: Equatable {
  enum Verdict { case adequate, old, unknown }

  var simulated: Bool
  /// A virtual machine cannot see the hardware that it runs on.
  var virtual: Bool
  var enrolledAt: Int64
  /// nil if it never reported, or the time is unknown.
  var lastReportAt: Int64?
  /// Whether its hardware was ever observed, even if the probe fails by now.
  var hardwareObserved: Bool
  var memoryBytes: Int?
  /// There are at least as many threads as cores, even where their count is unknown.
  var cores, threads: Int?
  var solidState: Bool?
  var firmwareDate: String?
  var scannersObserved: Bool
  /// Scanners attached to it alone that are not known to be unusable.
  var ownScanners: Int
  /// Additional devices that may be such scanners or only printers.
  var likelyScanners = 0
  /// The machine's row number.
  var number: Int64 = 0
  /// The line as it last measured it.
  var line: Line?
  /// Quarantined until an officer decides.
  var quarantined = false
  /// A last report in the future by the centre's clock, whose true time is unknown.
  var futureReportAt: Int64?
  /// nil if none was reported.
  var system: ComputerSystem?
  /// The machine whose key vouched for this one, until an officer confirms it.
  var unconfirmedFrom: Int64?
  var unseen = UnseenSections()

  struct Line: Equatable {
    /// In the slower direction.
    var bitsPerSecond: Int
    var measuredAt: Int64
    /// Whether something other than the line may have limited the measurement.
    var mayCarryMore: Bool
  }

  /// The last report of a machine, or nil if its time is unknown.
  ///
  /// - Parameter doubtedAt: `reportTimeDoubtedAt` of the table `machine`.
  static func knownReport(_ lastReportAt: Int64?, doubtedAt: Int64?, now: Date) -> Int64? {
    guard doubtedAt == nil, let lastReportAt, lastReportAt <= now.latestKnown else { return nil }
    return lastReportAt
  }

  func days(since now: Date) -> Double? {
    lastReportAt.map { Double(now.microseconds - $0) / 86_400e6 }
  }

  /// When a section of its reports was last observed, in microseconds since 1970; nil if unknown.
  func seenAt(_ section: KeyPath<UnseenSections, Int64?>) -> Int64? {
    guard let lastReportAt else { return nil }
    return min(lastReportAt, unseen[keyPath: section] ?? lastReportAt)
  }

  /// When time alone changes how it counts: when it or one of its sections is no longer fresh,
  /// becomes silent, or becomes too old.
  func turningPoints(_ rules: MeasureRules) -> [Date] {
    let heard = lastReportAt.map { Date(microseconds: $0) }
    return [
      heard?.addingTimeInterval(rules.freshDays * 86_400),
      heard?.addingTimeInterval(rules.silentDays * 86_400),
      futureReportAt.map(Self.becomesKnown),
      // Times in the future are ignored until then.
      Self.becomesKnown(enrolledAt),
      line.map { Self.becomesKnown($0.measuredAt) },
      line.map { Date(microseconds: $0.measuredAt).addingTimeInterval(rules.lineDays * 86_400) },
      FirmwareDay.turningPoint(firmwareDate),
      system?.turn,
      made.map {
        Date(timeIntervalSince1970: ($0 + rules.maximumAgeYears - 1970) * Self.secondsPerYear)
      },
    ].compactMap(\.self) + unseenTurns(rules)
  }

  /// When a section that is no longer observed stops being fresh, and counts as a silent computer's.
  private func unseenTurns(_ rules: MeasureRules) -> [Date] {
    [unseen.hardware, unseen.scanners, unseen.accounts].compactMap(\.self).flatMap { since in
      [rules.freshDays, rules.silentDays].map {
        Date(microseconds: since).addingTimeInterval($0 * 86_400)
      }
    }
  }

  /// When a time is no longer in the future.
  private static func becomesKnown(_ time: Int64) -> Date {
    Date(microseconds: time).addingTimeInterval(-ClockTolerance.seconds)
  }

  /// Whether it reported in the last `days` before `now` and is not quarantined.
  func wasHeard(within days: Double, of now: Date) -> Bool {
    !quarantined && self.days(since: now) ?? .infinity <= days
  }

  /// Whether it was heard in the last `days` before `now`, and a section of its reports observed.
  func wasSeen(
    _ section: KeyPath<UnseenSections, Int64?>, within days: Double, of now: Date
  ) -> Bool {
    guard wasHeard(within: days, of: now), let seenAt = seenAt(section) else { return false }
    return Double(now.microseconds - seenAt) / 86_400e6 <= days
  }

  /// Old by any one known shortcoming; adequate only if everything is known, sufficient and recent.
  func verdict(_ rules: MeasureRules, now: Date) -> Verdict {
    guard hardwareObserved, !virtual else { return .unknown }
    let checks = checks(rules, now: now)
    if checks.contains(false) { return .old }
    let certain = !checks.contains(nil) && wasSeen(\.hardware, within: rules.silentDays, of: now)
    return certain ? .adequate : .unknown
  }

  /// Why it is not adequate; empty if nothing is known against it.
  func shortcomings(_ rules: MeasureRules, now: Date) -> [Shortcoming] {
    guard hardwareObserved, !virtual else { return [] }
    let all: [Shortcoming] = [.memory, .threads, .disk, .age]
    let known = zip(all, checks(rules, now: now)).compactMap { $1 == false ? $0 : nil }
    guard rules.supportedSystem, let system, system.isAdequate != true else { return known }
    return known + [.system(system.reasons)]
  }

  /// Whether its memory, threads, disk, age and operating system are good enough; nil if unknown.
  private func checks(_ rules: MeasureRules, now: Date) -> [Bool?] {
    equipment(rules) + [
      years(before: now).map { $0 <= rules.maximumAgeYears },
      rules.supportedSystem ? system?.isAdequate : true,
    ]
  }

  /// Whether its memory, threads and disk are good enough; nil if unknown.
  private func equipment(_ rules: MeasureRules) -> [Bool?] {
    [
      memoryBytes.map { $0 >= rules.minimumMemoryBytes },
      hasEnoughThreads(rules),
      rules.solidState ? solidState : true,
    ]
  }

  private func hasEnoughThreads(_ rules: MeasureRules) -> Bool? {
    if let threads { return threads >= rules.minimumThreads }
    return cores ?? 0 >= rules.minimumThreads ? true : nil
  }

  /// Whether its equipment, which time does not change, is good enough; nil if unknown.
  func isSufficient(_ rules: MeasureRules) -> Bool? {
    guard hardwareObserved, !virtual else { return nil }
    let checks = equipment(rules)
    if checks.contains(false) { return false }
    return checks.contains(nil) ? nil : true
  }

  /// When it becomes too old; nil if unknown.
  func tooOldFrom(_ rules: MeasureRules, now: Date) -> Date? {
    guard hardwareObserved, !virtual, years(before: now) != nil else { return nil }
    return made.map {
      Date(timeIntervalSince1970: ($0 + rules.maximumAgeYears - 1970) * Self.secondsPerYear)
    }
  }

  private static let secondsPerYear = 31_556_952.0

  /// The year of its firmware, with a fraction.
  private var made: Double? {
    guard let day = FirmwareDay.parts(firmwareDate) else { return nil }
    return Double(day.year) + Double(day.month - 1) / 12 + Double(day.day) / 366
  }

  /// Its age in years; nil if its firmware's date is impossible.
  private func years(before now: Date) -> Double? {
    guard FirmwareDay.date(firmwareDate, at: now) != nil else { return nil }
    return made.map { 1970 + now.timeIntervalSince1970 / Self.secondsPerYear - $0 }
  }
}
