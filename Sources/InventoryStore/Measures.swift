import Foundation
import GRDB

/// What the inventory can say of a commune in one figure, by measure: the low and the high end of
/// what its machines' reports allow.
struct Measures {
  /// Names that a policy's criteria use in `measure`.
  enum Name: String, CaseIterable {
    case computersPerOfficial, oldComputersShare, scanners, reportingCoverage
  }

  struct Value: Equatable {
    var low: Double
    var high: Double
  }

  var values: [Name: Value] = [:]
  var machines = 0
  var simulatedMachines = 0
  /// Microseconds since 1970.
  var lastReportAt: Int64?
  /// Until when they stay as they are if the machines only keep reporting the same.
  var holdUntil: Date

  init(
    _ computers: [ComputerState], networkScanners: ClosedRange<Int>, officials: Int?,
    rules: MeasureRules,
    now: Date
  ) {
    machines = computers.count
    simulatedMachines = computers.count(where: \.simulated)
    lastReportAt = computers.compactMap(\.lastReportAt).max()
    holdUntil =
      computers.flatMap { $0.turningPoints(rules) }.filter { $0 > now }.min() ?? .distantFuture
    guard !computers.isEmpty else { return }

    values[.reportingCoverage] = Self.share(
      of: computers.count { $0.wasHeard(within: rules.freshDays, of: now) }, to: computers.count)
    guard lastReportAt != nil else { return }
    // A computer that went silent may be broken or only switched off, one that is held back may
    // be a copy: both are in the high end alone.
    let heard = computers.filter { $0.wasHeard(within: rules.silentDays, of: now) }
    if let officials, officials > 0 {
      values[.computersPerOfficial] = Value(
        low: Double(heard.count) / Double(officials),
        high: Double(computers.count) / Double(officials))
    }
    let verdicts = computers.map { $0.verdict(rules, now: now) }
    let old = verdicts.count { $0 == .old }
    let open = verdicts.count { $0 == .unknown }
    values[.oldComputersShare] = Value(
      low: Double(old) / Double(computers.count),
      high: Double(old + open) / Double(computers.count))
    // Where a probe could not look, there may be one more.
    values[.scanners] = Value(
      low: Double(heard.reduce(networkScanners.lowerBound) { $0 + $1.ownScanners }),
      high: Double(
        computers.reduce(networkScanners.upperBound) {
          $0 + $1.ownScanners + ($1.scannersObserved ? 0 : 1)
        }))
  }

  private static func share(of part: Int, to whole: Int) -> Value {
    let share = Double(part) / Double(whole)
    return Value(low: share, high: share)
  }
}

/// A computer as the measures see it.
struct ComputerState {
  enum Verdict { case adequate, old, unknown }

  var simulated: Bool
  /// A virtual machine: what it runs on is not seen from inside.
  var virtual: Bool
  var lastReportAt: Int64?
  var hardwareObserved: Bool
  var memoryBytes: Int?
  var threads: Int?
  var solidState: Bool?
  var firmwareDate: String?
  var scannersObserved: Bool
  /// Scanners that hang on it alone and are not known to be unusable.
  var ownScanners: Int
  /// Held back until an officer has looked at it.
  var held = false

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
      made.map {
        Date(timeIntervalSince1970: ($0 + rules.maximumAgeYears - 1970) * Self.secondsPerYear)
      },
    ].compactMap(\.self)
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

  private func years(before now: Date) -> Double? {
    made.map { 1970 + now.timeIntervalSince1970 / Self.secondsPerYear - $0 }
  }
}
