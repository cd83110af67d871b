import Foundation

/// The limits of a retention as moments.
struct RetentionLimits: Sendable {
  let retention: RetentionSettings
  let now: Date

  var sectionBodies: Int64 { daysAgo(retention.sectionBodiesDays) }
  var receipts: Int64 { daysAgo(retention.receiptsDays) }
  var unknownSections: Int64 { daysAgo(retention.unknownSectionsDays) }
  var audit: Int64 { monthsAgo(retention.auditMonths).microseconds }
  var signIns: Int64 { monthsAgo(retention.signInsMonths).microseconds }
  var retiredMachines: Int64 { monthsAgo(retention.retiredMachinesMonths).microseconds }
  /// The beginning of a month in Vietnam.
  var measureHistory: Int64 {
    Self.monthStart(monthsAgo(retention.measureHistoryMonths)).microseconds
  }

  /// 0 means for ever.
  private func daysAgo(_ days: Int) -> Int64 {
    days == 0 ? .min : now.addingTimeInterval(-Double(days) * 86_400).microseconds
  }

  private func monthsAgo(_ months: Int) -> Date {
    guard months > 0 else { return .distantPast }
    return Self.calendar.date(byAdding: .month, value: -months, to: now)
      ?? now.addingTimeInterval(-Double(months) * 31 * 86_400)
  }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
    return calendar
  }()

  /// The first moment of a moment's month in Vietnam.
  static func monthStart(_ moment: Date) -> Date { month(of: moment).start }

  /// A moment's month in Vietnam, to the first moment of the next one.
  static func month(of moment: Date) -> DateInterval {
    calendar.dateInterval(of: .month, for: moment) ?? DateInterval(start: moment, duration: 0)
  }
}
