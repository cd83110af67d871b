import Cryptography
import Foundation
import InventoryStore
import Prioritization

/// A value to be sent to the nation's database.
enum RowValue {
  case null
  case text(String)
  case whole(Int64)
  case real(Double)
  /// Microseconds since 1970.
  case time(Int64)
  case flag(Bool)
  /// `YYYY-MM-DD`.
  case day(String)

  static func text(ifKnown value: String?) -> RowValue { value.map(RowValue.text) ?? .null }
  static func whole(ifKnown value: Int?) -> RowValue { value.map { .whole(Int64($0)) } ?? .null }
  static func real(ifKnown value: Double?) -> RowValue { value.map(RowValue.real) ?? .null }
  static func time(ifKnown value: Int64?) -> RowValue { value.map(RowValue.time) ?? .null }
  static func flag(ifKnown value: Bool?) -> RowValue { value.map(RowValue.flag) ?? .null }
  static func whole(_ value: Int) -> RowValue { .whole(Int64(value)) }
}

/// The rows of a table, or of one month of it, for COPY, with their digest: SHA-256 over their
/// values as text. Rows must be added in the order of their keys.
struct PartRows {
  /// In COPY's text format.
  private(set) var copy: [UInt8] = []
  /// The start of each row in ``copy``, and when the row last changed, in microseconds since 1970.
  private(set) var rows: [(start: Int, changedAt: Int64)] = []
  private var hash = SHA256()
  /// Bytes that are not hashed yet: hashing is faster in larger pieces.
  private var canonical: [UInt8] = []

  private static let null = Array("\\N".utf8)

  var count: Int { rows.count }

  /// - Parameter changedAt: when the row last changed, in microseconds since 1970.
  mutating func add(_ values: [RowValue], changedAt: Int64 = .max) {
    if !rows.isEmpty { canonical.append(UInt8(ascii: "\n")) }
    rows.append((copy.count, changedAt))
    for (place, value) in values.enumerated() {
      if place > 0 {
        copy.append(UInt8(ascii: "\t"))
        canonical.append(UInt8(ascii: "\t"))
      }
      add(value)
    }
    copy.append(UInt8(ascii: "\n"))
    if canonical.count > 1 << 16 {
      hash.update(data: canonical)
      canonical.removeAll(keepingCapacity: true)
    }
  }

  private mutating func add(_ value: RowValue) {
    switch value {
    case .null:
      copy += Self.null
      canonical += Self.null
    case .text(let text):
      // PostgreSQL cannot store NUL.
      let bytes = text.utf8.filter { $0 != 0 }
      canonical += bytes
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "\\"): copy += [byte, byte]
        case UInt8(ascii: "\n"): copy += Array("\\n".utf8)
        case UInt8(ascii: "\r"): copy += Array("\\r".utf8)
        case UInt8(ascii: "\t"): copy += Array("\\t".utf8)
        default: copy.append(byte)
        }
      }
    case .whole(let number): add(number)
    case .time(let moment): add(min(Self.times.upperBound, max(Self.times.lowerBound, moment)))
    case .real(let number):
      copy += Array(number.description.utf8)
      for shift in stride(from: 60, through: 0, by: -4) {
        canonical.append(Self.hexadecimal[Int(number.bitPattern >> UInt64(shift)) & 15])
      }
    case .flag(let flag):
      copy.append(UInt8(ascii: flag ? "t" : "f"))
      canonical.append(UInt8(ascii: flag ? "1" : "0"))
    case .day(let day):
      copy += Array(day.utf8)
      canonical += Array(day.utf8)
    }
  }

  private mutating func add(_ number: Int64) {
    let digits = Array(String(number).utf8)
    copy += digits
    canonical += digits
  }

  /// From the year 1 to the year 9999; times of a wrong clock beyond these are clamped.
  private static let times: ClosedRange<Int64> =
    -62_135_596_800_000_000...253_402_300_799_000_000

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  /// 64 hexadecimal digits.
  var digest: String {
    var hash = hash
    hash.update(data: canonical)
    return hash.finalize().flatMap {
      [Self.hexadecimal[Int($0 >> 4)], Self.hexadecimal[Int($0 & 15)]]
    }
    .reduce(into: "") { $0.unicodeScalars.append(Unicode.Scalar($1)) }
  }

  /// Rows that changed at a moment or later, in COPY's text format, and their number.
  func changed(since moment: Int64) -> (copy: [UInt8], count: Int) {
    var part: [UInt8] = []
    var count = 0
    for (place, row) in rows.enumerated() where row.changedAt >= moment {
      let end = place + 1 < rows.count ? rows[place + 1].start : copy.count
      part += copy[row.start..<end]
      count += 1
    }
    return (part, count)
  }
}

/// Months of the calendar in Vietnam.
enum VietnamMonth {
  /// Stands for no month, for tables that are published whole.
  static let none = "1970-01-01"

  /// The first day of a moment's month, `YYYY-MM-DD`.
  ///
  /// By arithmetic, because it is called for each of hundreds of thousands of rows.
  ///
  /// - Parameter moment: microseconds since 1970.
  static func firstDay(_ moment: Int64) -> String {
    let day = CalendarDay(Date(timeIntervalSince1970: Double(moment) / 1e6))
    return CalendarDay(year: max(0, min(9999, day.year)), month: day.month, day: 1).description
  }
}
