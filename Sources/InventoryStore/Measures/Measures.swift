import Foundation
import GRDB
import SystemLifecycles

/// The measures of a commune, each with the low and high end that its machines' reports allow.
struct Measures {
  /// The names that a policy's criteria use in `measure`.
  enum Name: String, CaseIterable {
    case computersPerOfficial, oldComputersShare, scanners, reportingCoverage
    case lineBitsPerSecond, usableServicesShare, digitalSignatures, adequateComputersPerOfficial
    case supportedSystemsShare
  }

  struct Value: Equatable {
    var low: Double
    var high: Double
    /// Microseconds since 1970; nil if it is as new as the last report.
    var observedAt: Int64? = nil
  }

  /// The high end if scanners were not counted: more than any office has.
  private static let unknownScanners = 100.0

  var values: [Name: Value] = [:]
  /// The values that measures would have if the attestations of the commune's officers were
  /// confirmed; only those that would change.
  var attested: [Name: Value] = [:]
  var machines = 0
  /// Computers that are present as far as is known, whatever their condition: those enrolled, or
  /// those that a visit counted.
  var computersThere = 0
  var simulatedMachines = 0
  /// Microseconds since 1970.
  var lastReportAt: Int64?
  /// The last report of any computer, including retired ones; microseconds since 1970.
  private(set) var heardAt: Int64?
  /// When the last computer was retired, if none is left; microseconds since 1970.
  private(set) var goneAt: Int64?
  /// Time of values without their own: the last report, or the last enrolment if there is none.
  var observedAt: Int64?
  /// Until when they stay the same if the machines keep reporting the same.
  var holdUntil: Date
  private var dates: SectionDates

  init(
    _ computers: [ComputerState], retired: [RetiredComputer] = [],
    networkScanners: ClosedRange<Int>, accounts: [AccountStanding], checks: CheckMeasures? = nil,
    officials: Int?, turns: [Date] = [], rules: MeasureRules,
    now: Date
  ) {
    machines = computers.count
    computersThere = machines
    simulatedMachines = computers.count(where: \.simulated)
    lastReportAt = computers.compactMap(\.lastReportAt).max()
    heardAt = ([lastReportAt] + retired.map(\.state.lastReportAt)).compactMap(\.self).max()
    observedAt =
      heardAt ?? computers.map(\.enrolledAt).filter { $0 <= now.latestKnown }.max()
    holdUntil =
      (computers.flatMap { $0.turningPoints(rules) } + retired.turningPoints(rules)
      + accounts.compactMap(\.expiresAt) + turns + (checks?.turns ?? []))
      // At this exact moment, a change has not taken effect yet.
      .filter { $0 >= now }.min() ?? .distantFuture
    dates = SectionDates(heardAt: heardAt, rules: rules, now: now)
    let standings = AccountMeasures(
      accounts, computers: computers, retired: retired, dates: &dates, rules: rules, now: now)
    values[.usableServicesShare] = standings.usableServicesShare
    values[.digitalSignatures] = standings.digitalSignatures
    attested = standings.attested
    let isReporting = lastReportAt != nil
    values[.lineBitsPerSecond] = LineMeasure.value(
      (isReporting ? computers : []) + retired.map(\.state),
      browser: checks?.line, rules: rules, now: now)
    let provenAt = checks?.provenAt(beside: computers, now: now)
    if let provenAt, !isReporting {
      // One works. How many more there are is unknown until a computer reports, so nothing is
      // certain to be lacking.
      values[.scanners] = Value(low: 1, high: Self.unknownScanners, observedAt: provenAt)
    }
    if computers.isEmpty, let retiredAt = retired.retiredAt {
      goneAt = retiredAt
      addNone(officials: officials, networkScanners: networkScanners.upperBound, at: retiredAt)
    }
    guard !computers.isEmpty else { return }

    values[.reportingCoverage] = Self.share(
      of: computers.count { $0.wasHeard(within: rules.freshDays, of: now) }, to: computers.count)
    guard isReporting || !retired.isEmpty else { return }
    // A silent computer may be broken or only switched off, a quarantined one may be a copy: both
    // count in the high end only.
    let heard = computers.filter { $0.wasHeard(within: rules.silentDays, of: now) }
    if let officials, officials > 0 {
      values[.computersPerOfficial] = Value(
        low: Double(heard.count) / Double(officials),
        high: Double(computers.count) / Double(officials))
    }
    let verdicts = computers.map { $0.verdict(rules, now: now) }
    let hardwareAt = dates.observedAt(\.hardware, of: computers)
    if let officials, officials > 0 {
      var adequate = Self.adequate(
        verdicts, heard: heard.count, officials: officials, oldCounts: rules.oldCounts)
      adequate.observedAt = hardwareAt
      values[.adequateComputersPerOfficial] = adequate
    }
    let old = verdicts.count { $0 == .old }
    let open = verdicts.count { $0 == .unknown }
    values[.oldComputersShare] = Value(
      low: Double(old) / Double(computers.count),
      high: Double(old + open) / Double(computers.count), observedAt: hardwareAt)
    let supported = computers.compactMap(\.system?.isSupported).filter { $0 != .unknown }
    if !supported.isEmpty {
      let proven = heard.count {
        $0.system?.isSupported == .yes
          && $0.wasSeen(\.hardware, within: rules.silentDays, of: now)
      }
      let ended = supported.count { $0 == .no }
      values[.supportedSystemsShare] = Value(
        low: Double(proven) / Double(computers.count),
        high: Double(computers.count - ended) / Double(computers.count), observedAt: hardwareAt)
    }
    // A machine whose probe failed may have one more; a likely scanner may be none. What it saw
    // before proves nothing once it has not looked for as long as a silent one.
    let looking = heard.filter { $0.wasSeen(\.scanners, within: rules.silentDays, of: now) }
    values[.scanners] = Value(
      low: Double(looking.reduce(networkScanners.lowerBound) { $0 + $1.ownScanners }),
      high: Double(
        computers.reduce(networkScanners.upperBound) {
          $0 + $1.ownScanners + $1.likelyScanners + ($1.scannersObserved ? 0 : 1)
        }), observedAt: dates.observedAt(\.scanners, of: computers))
    if let provenAt, let scanners = values[.scanners], scanners.low < 1 {
      values[.scanners] = Value(low: 1, high: max(1, scanners.high), observedAt: provenAt)
    }
  }

  /// Whether a report that only repeats what is known would change the date of a figure: one with a
  /// date of its own, such as a visit's, that is not before the latest report.
  var nextReportMovesDates: Bool {
    dates.moveWithNextReport
      || values.values.contains { $0.observedAt.map { $0 >= heardAt ?? .min } ?? false }
  }

  /// Until when reports that only repeat what is known change no date of a figure but to their own.
  var datesHoldUntil: Date { dates.holdUntil }

  /// Sets what remains once the last computer is retired: no computer, and at most the network's
  /// scanners.
  private mutating func addNone(officials: Int?, networkScanners: Int, at retiredAt: Int64) {
    if let officials, officials > 0 {
      let none = Value(low: 0, high: 0, observedAt: retiredAt)
      values[.computersPerOfficial] = none
      values[.adequateComputersPerOfficial] = none
    }
    let low = min(1, values[.scanners]?.low ?? 0)
    values[.scanners] = Value(
      low: low, high: max(low, Double(networkScanners)), observedAt: retiredAt)
  }

  /// Officials with a computer, each weighted by its condition, as a share of all officials. The
  /// best computers are counted first, so that an additional one never lowers the figure. In the
  /// high end a computer counts fully unless it is known to be old; in the low end only computers
  /// that are heard count.
  private static func adequate(
    _ verdicts: [ComputerState.Verdict], heard: Int, officials: Int, oldCounts: Double
  ) -> Value {
    func perOfficial(good: Int, others: Int) -> Double {
      Self.perOfficial(good: good, others: others, officials: officials, oldCounts: oldCounts)
    }
    let adequate = verdicts.count { $0 == .adequate }
    let old = verdicts.count { $0 == .old }
    return Value(
      low: perOfficial(good: adequate, others: max(0, heard - adequate)),
      high: perOfficial(good: verdicts.count - old, others: old))
  }

  /// - Parameter officials: above 0.
  static func perOfficial(good: Int, others: Int, officials: Int, oldCounts: Double) -> Double {
    let good = min(good, officials)
    let rest = min(others, officials - good)
    return (Double(good) + oldCounts * Double(rest)) / Double(officials)
  }

  private static func share(of part: Int, to whole: Int) -> Value {
    let share = Double(part) / Double(whole)
    return Value(low: share, high: share)
  }
}
