import Foundation
import GRDB

/// The computers that were retired after a visit, and so are no longer part of what it counted.
struct Departures {
  /// Counts of computers.
  struct Computers: Equatable {
    var adequate, others: Int

    var all: Int { adequate + others }
  }

  private struct Computer {
    /// nil if unknown.
    var isAdequate: Bool?
    var scanners, likelyScanners: Int
    /// Whether a digital signature worked on it; nil if unknown.
    var signs: Bool?
    /// Whether it was certainly part of what the visit counted, and is gone since.
    var isCertain: Bool
  }

  private var computers: [Computer] = []

  /// Only a computer that was enrolled before the day of a visit and reported after it was
  /// certainly counted. One that was silent by then was not there: retiring it takes nothing away.
  /// Any other may have been counted or not, such as one that was last heard the night before, or
  /// was enrolled since: agents are installed on what a visit has counted, but computers also come
  /// and go.
  ///
  /// - Parameters:
  ///   - retired: computers that had reported, and were not merged into others.
  ///   - returned: row numbers of those that were enrolled again: they have not gone.
  ///   - moment: of the visit; microseconds since 1970.
  init(
    _ retired: [RetiredComputer], returned: @autoclosure () throws -> Set<Int64>,
    accounts: [AccountStanding], since moment: Int64, rules: MeasureRules
  ) rethrows {
    let then = Date(microseconds: moment)
    // Of most visits only the day is known.
    let dayEnd = VietnamDay.end(VietnamDay.text(then)) ?? then
    let dayStart = dayEnd.addingTimeInterval(-86_400)
    let silentBefore = dayStart.addingTimeInterval(-rules.silentDays * 86_400).microseconds
    // An unknown time of the last report decides nothing.
    let gone = retired.filter {
      $0.retiredAt >= dayStart.microseconds && $0.state.lastReportAt ?? .max >= silentBefore
    }
    guard !gone.isEmpty else { return }
    let returned = try returned()
    let signing = accounts.filter { rules.signatures.contains($0.service) }
    computers = gone.filter { !returned.contains($0.state.number) }.map { one in
      let computer = one.state
      let said = signing.filter { $0.machine == computer.number }.map { $0.verdict(at: then) }
      let verdict = computer.verdict(rules, now: then)
      return Computer(
        isAdequate: verdict == .unknown ? nil : verdict == .adequate,
        scanners: computer.ownScanners,
        likelyScanners: computer.likelyScanners + (computer.scannersObserved ? 0 : 1),
        signs: said.contains(.usable)
          ? true : said.isEmpty || said.contains(.unknown) ? nil : false,
        isCertain: computer.enrolledAt < dayStart.microseconds
          && computer.lastReportAt ?? .min >= dayEnd.microseconds
          && one.retiredAt >= dayEnd.microseconds)
    }
  }

  /// What is left at least and at most: a computer of unknown condition may have been either.
  func left(
    ofAdequate adequate: Int, others: Int
  ) -> (least: Computers, most: Computers) {
    func left(_ gone: [Computer], adequateGone: Int) -> Computers {
      let all = max(0, adequate + others - gone.count)
      let good = min(all, max(0, adequate - adequateGone))
      return Computers(adequate: good, others: all - good)
    }
    return (
      left(computers, adequateGone: computers.count { $0.isAdequate != false }),
      left(certain, adequateGone: certain.count { $0.isAdequate == true })
    )
  }

  private var certain: [Computer] { computers.filter(\.isCertain) }

  /// Scanners that were attached to these computers alone have gone with them.
  func left(ofScanners counted: Int) -> (low: Double, high: Double) {
    let gone = certain.reduce(0) { $0 + $1.scanners }
    let possible = computers.reduce(0) { $0 + $1.scanners + $1.likelyScanners }
    return (Double(max(0, counted - possible)), Double(max(0, counted - gone)))
  }

  func left(ofSignatures counted: Int) -> (low: Double, high: Double) {
    (
      Double(max(0, counted - computers.count { $0.signs != false })),
      Double(max(0, counted - certain.count { $0.signs == true }))
    )
  }

  /// Retired computers that were enrolled again in the same commune, by their hardware.
  static func returned(commune: String, _ database: Database) throws -> Set<Int64> {
    try Int64.fetchSet(
      database,
      sql: """
        SELECT m.number FROM machine m WHERE m.commune = ? AND m.state = 'retired'
          AND EXISTS (\(AlikeMachines.query) AND other.number > m.number
            AND other.commune = m.commune)
        """, arguments: [commune])
  }
}
