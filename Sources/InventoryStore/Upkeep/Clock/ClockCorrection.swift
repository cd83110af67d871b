public import Foundation
import GRDB

/// Corrects times that the centre recorded too early, because its wall clock, though right, was
/// ahead and not believed. After weeks without power, a report of today would otherwise count as
/// weeks old once the clock is believed, and a token made a minute ago would have expired.
public struct ClockCorrection: Sendable, Equatable {
  /// The earliest time to correct.
  public let since: Date
  /// Seconds by which the times are too early; more than 0.
  public let seconds: Double

  /// - Returns: nil for a clock that goes back, since recorded times stay, or that cannot be right.
  init?(since: Date?, lead: Double) {
    guard let since, lead > 0, lead < Self.mostSeconds else { return nil }
    (self.since, seconds) = (since, lead)
  }

  /// A century: a clock that leaps further cannot be right.
  private static let mostSeconds = 100 * 366 * 86_400.0

  /// Tables with the columns to move, in rows whose first one was recorded during the doubt.
  private static let moved: [(table: String, columns: [String])] = [
    ("machine", ["lastReportAt"]), ("machine", ["enrolledAt"]),
    ("machine", ["hardwareUnseenSince"]), ("machine", ["scannersUnseenSince"]),
    ("machine", ["accountsUnseenSince"]),
    ("enrolment_token", ["createdAt", "expiresAt"]), ("program_token", ["createdAt", "expiresAt"]),
    ("invitation", ["createdAt", "expiresAt"]), ("user_session", ["createdAt", "lastSeenAt"]),
    ("check_link", ["createdAt", "expiresAt", "openedAt", "sessionEndsAt"]),
    ("check_sheet", ["createdAt", "expiresAt"]),
  ]

  /// Moves the times that decide whether a machine is silent or something is still valid. History
  /// stays as it was recorded.
  ///
  /// - Parameter now: the time that is believed from now on.
  func apply(_ group: WriteGroup, now: Date) throws {
    let from = since.microseconds
    // Later times come from another clock, which was ahead.
    let until = now.addingTimeInterval(1 - seconds).microseconds
    let communes = try String.fetchAll(
      group.database,
      sql: """
        SELECT DISTINCT commune FROM machine
        WHERE lastReportAt BETWEEN :from AND :until OR enrolledAt BETWEEN :from AND :until
        """, arguments: ["from": from, "until": until])
    for (table, columns) in Self.moved {
      let moves = columns.map { "\($0) = \($0) + :lead" }.joined(separator: ", ")
      try group.database.execute(
        sql: "UPDATE \(table) SET \(moves) WHERE \(columns[0]) BETWEEN :from AND :until",
        arguments: ["lead": Int64(seconds * 1e6), "from": from, "until": until])
    }
    group.recordChange()
    for commune in communes { group.touch(commune: commune, at: now, measuresMayDiffer: true) }
  }
}
