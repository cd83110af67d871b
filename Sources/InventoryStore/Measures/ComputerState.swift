import Foundation

/// A computer as the measures see it.
struct ComputerState {
  enum Verdict { case adequate, old, unknown }

  var simulated: Bool
  /// A virtual machine: what it runs on is not seen from inside.
  var virtual: Bool
  var enrolledAt: Int64
  /// nil if it never reported, or nobody knows when.
  var lastReportAt: Int64?
  var hardwareObserved: Bool
  var memoryBytes: Int?
  var threads: Int?
  var solidState: Bool?
  var firmwareDate: String?
  var scannersObserved: Bool
  /// Scanners that hang on it alone and are not known to be unusable.
  var ownScanners: Int
  /// Besides, what may be such a scanner or only a printer.
  var likelyScanners = 0
  /// Its row number.
  var number: Int64 = 0
  /// The line as it last measured it.
  var line: Line?
  /// Held back until an officer has looked at it.
  var held = false
  /// A last report that lies in the future by our clock: nobody knows yet when it came.
  var futureReportAt: Int64?
  /// The machine whose key vouched for this one; as long as no officer has confirmed it.
  var unconfirmedFrom: Int64?

  struct Line: Equatable {
    /// In the slower direction.
    var bitsPerSecond: Int
    var measuredAt: Int64
    /// Whether something other than the line may have held it up.
    var mayCarryMore: Bool
  }

  /// When a machine was last heard, as far as that is known.
  ///
  /// - Parameter doubtedAt: as in the table `machine`.
  static func knownReport(_ lastReportAt: Int64?, doubtedAt: Int64?, now: Date) -> Int64? {
    guard doubtedAt == nil, let lastReportAt, lastReportAt <= now.latestKnown else { return nil }
    return lastReportAt
  }

  func days(since now: Date) -> Double? {
    lastReportAt.map { Double(now.microseconds - $0) / 86_400e6 }
  }

  /// When time alone changes what it counts as: when it is no longer fresh, when it falls silent,
  /// when it gets too old.
  func turningPoints(_ rules: MeasureRules) -> [Date] {
    let heard = lastReportAt.map { Date(microseconds: $0) }
    return [
      heard?.addingTimeInterval(rules.freshDays * 86_400),
      heard?.addingTimeInterval(rules.silentDays * 86_400),
      futureReportAt.map(Self.becomesKnown),
      // Ignored while they lie in the future.
      Self.becomesKnown(enrolledAt),
      line.map { Self.becomesKnown($0.measuredAt) },
      line.map { Date(microseconds: $0.measuredAt).addingTimeInterval(rules.lineDays * 86_400) },
      FirmwareDay.turningPoint(firmwareDate),
      made.map {
        Date(timeIntervalSince1970: ($0 + rules.maximumAgeYears - 1970) * Self.secondsPerYear)
      },
    ].compactMap(\.self)
  }

  /// From when on a time no longer lies in the future.
  private static func becomesKnown(_ time: Int64) -> Date {
    Date(microseconds: time).addingTimeInterval(-ClockTolerance.seconds)
  }

  /// Whether it reported, and may, in the last `days` before `now`.
  func wasHeard(within days: Double, of now: Date) -> Bool {
    !held && self.days(since: now) ?? .infinity <= days
  }

  /// Old by any one known shortcoming; adequate only where all is known and good, and lately so.
  func verdict(_ rules: MeasureRules, now: Date) -> Verdict {
    guard hardwareObserved, !virtual else { return .unknown }
    let checks: [Bool?] = [
      memoryBytes.map { $0 >= rules.minimumMemoryBytes },
      threads.map { $0 >= rules.minimumThreads },
      rules.solidState ? solidState : true,
      years(before: now).map { $0 <= rules.maximumAgeYears },
    ]
    if checks.contains(false) { return .old }
    let certain = !checks.contains(nil) && wasHeard(within: rules.silentDays, of: now)
    return certain ? .adequate : .unknown
  }

  private static let secondsPerYear = 31_556_952.0

  /// The year of its firmware with its fraction.
  private var made: Double? {
    guard let firmwareDate else { return nil }
    let parts = firmwareDate.split(separator: "-").compactMap { Double($0) }
    guard parts.count == 3 else { return nil }
    return parts[0] + (parts[1] - 1) / 12 + parts[2] / 366
  }

  /// nil where its firmware's date cannot be right.
  private func years(before now: Date) -> Double? {
    guard FirmwareDay.date(firmwareDate, at: now) != nil else { return nil }
    return made.map { 1970 + now.timeIntervalSince1970 / Self.secondsPerYear - $0 }
  }
}
