import Foundation
import GRDB
import Reporting

/// The figures of a commune's visits that count, each with its day.
struct VisitMeasures {
  typealias Dated = (count: Int, visitedAt: Int64)

  private(set) var adequate, others, scanners, signatures, line: Dated?
  /// When one expires, or one that is dated in the future begins to count.
  private(set) var turns: [Date] = []

  /// The latest value of each figure.
  static func read(
    commune: String, now: Date, _ database: Database
  ) throws -> VisitMeasures {
    let visits = try Visit.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM commune_visit WHERE commune = ? AND withdrawnAt IS NULL
          ORDER BY visitedAt DESC, number DESC
          """), arguments: [commune])
    var measures = VisitMeasures()
    for visit in visits {
      let end = visit.visitedAt.addingTimeInterval(Visit.validDays * 86_400)
      guard visit.visitedAt <= now else {
        measures.turns.append(visit.visitedAt)
        continue
      }
      guard end > now else { continue }
      measures.turns.append(end)
      let at = visit.visitedAt.microseconds
      let figures = visit.figures
      func latest(_ known: Dated?, _ count: Int?) -> Dated? { known ?? count.map { ($0, at) } }
      // Both counts of computers must come from the same visit.
      if measures.adequate == nil {
        measures.others = latest(nil, figures.otherComputers)
        measures.adequate = latest(nil, figures.adequateComputers)
      }
      measures.scanners = latest(measures.scanners, figures.scanners)
      measures.signatures = latest(measures.signatures, figures.digitalSignatures)
      measures.line = latest(measures.line, figures.lineBitsPerSecond)
    }
    return measures
  }

  /// The days of the visits that count.
  var moments: Set<Int64> {
    Set([adequate, scanners, signatures, line].compactMap { $0?.visitedAt })
  }
}

extension Measures {
  /// Combines the counts of visits with the reports of computers.
  ///
  /// A visit shows the state of its day; later reports can only prove that there is more, and
  /// retirements that there is less. The low end is the larger of what is heard now and what is
  /// left of what was counted; the high end is the larger of that and what computers have reported
  /// since then, heard or silent by now. So falling silent after a visit proves nothing, and a
  /// computer that was silent at the visit no longer leaves open what the visit has settled.
  ///
  /// - Parameters:
  ///   - since: the measures as if only the computers existed that observed a section of their
  ///     reports after a moment.
  ///   - departures: what was retired after a moment.
  mutating func add(
    _ visit: VisitMeasures, officials: Int?, hasLineSince: (Int64) -> Bool, rules: MeasureRules,
    since: (Int64, KeyPath<UnseenSections, Int64?>) -> Measures,
    departures: (Int64) throws -> Departures
  ) rethrows {
    if !visit.turns.isEmpty { holdUntil = ([holdUntil] + visit.turns).min() ?? holdUntil }
    if let (scanners, at) = visit.scanners {
      try add(.scanners, departures(at).left(ofScanners: scanners), at, since(at, \.scanners))
    }
    if let (signatures, at) = visit.signatures {
      try add(
        .digitalSignatures, departures(at).left(ofSignatures: signatures), at,
        since(at, \.accounts))
    }
    if let (line, at) = visit.line {
      add(line: Double(line), at, isMeasuredSince: hasLineSince(at))
    }
    guard let (adequate, at) = visit.adequate, let others = visit.others?.count else { return }
    let later = since(at, \.hardware)
    let (least, most) = try departures(at).left(ofAdequate: adequate, others: others)
    computersThere = max(most.all, later.machines)
    if values[.oldComputersShare] == nil, most.all > 0 {
      let share = Double(most.others) / Double(most.all)
      values[.oldComputersShare] = Value(low: share, high: share, observedAt: at)
    }
    guard let officials, officials > 0 else { return }
    func counted(_ count: (Departures.Computers) -> Double) -> (low: Double, high: Double) {
      (count(least), count(most))
    }
    add(.computersPerOfficial, counted { Double($0.all) / Double(officials) }, at, later)
    add(
      .adequateComputersPerOfficial,
      counted {
        Self.perOfficial(
          good: $0.adequate, others: $0.others, officials: officials, oldCounts: rules.oldCounts)
      }, at, later)
  }

  /// A lower measurement since then does not prove a slower line: that computer may have a worse
  /// cable.
  private mutating func add(line: Double, _ at: Int64, isMeasuredSince: Bool) {
    let measured = values[.lineBitsPerSecond]
    if !isMeasuredSince, measured?.observedAt ?? .min <= at {
      values[.lineBitsPerSecond] = Value(low: line, high: line, observedAt: at)
    } else if let measured, line > measured.high {
      values[.lineBitsPerSecond] = Value(low: measured.low, high: line, observedAt: at)
    }
  }

  private mutating func add(
    _ name: Name, _ counted: (low: Double, high: Double), _ at: Int64, _ later: Measures
  ) {
    let proven = values[name]?.low ?? 0
    let possible = later.values[name]?.high ?? 0
    // Dated by the reports since then, whether or not they show more than was counted. Otherwise
    // one more computer would make the figure newer and less uncertain, and so prove a greater
    // need. That the last computer has gone is known from the day on which it was retired.
    let isKnownSince = max(heardAt ?? .min, goneAt ?? .min) > at && values[name] != nil
    values[name] = Value(
      low: max(proven, counted.low), high: max(possible, counted.high, proven),
      observedAt: isKnownSince ? values[name]?.observedAt.map { max($0, at) } : at)
  }
}
