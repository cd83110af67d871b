import FoundationEssentials
import Spreadsheets

extension Sheet.Cell {
  static func integer(_ value: Int?) -> Sheet.Cell {
    value.map { .number(Double($0), .integer) } ?? .blank
  }

  static func money(_ value: Int?) -> Sheet.Cell {
    value.map { .number(Double($0), .money) } ?? .blank
  }

  static func number(_ value: Double?, as format: Sheet.Format) -> Sheet.Cell {
    value.map { .number($0, format) } ?? .blank
  }

  /// In Vietnam's time, as ``PeopleFormat`` has it.
  static func moment(_ date: Date?) -> Sheet.Cell {
    guard let seconds = date?.timeIntervalSince1970, seconds.isFinite else { return .blank }
    // 25,569 days lie between 1899-12-30 and 1970.
    return .time(daysSince1900: (seconds.rounded(.down) + 7 * 3600) / 86_400 + 25_569)
  }
}
