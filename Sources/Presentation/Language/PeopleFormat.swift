public import FoundationEssentials
import Prioritization

/// Numbers and times as people write them: 1.234,5 and 23/11/2026 in Vietnamese, 1,234.5 and
/// 23 Nov 2026 in English.
public struct PeopleFormat: Sendable {
  public let language: Language
  /// Seconds east of Greenwich.
  public let offsetSeconds: Int

  /// - Parameter offsetSeconds: By default Vietnam's time, which has no daylight saving: a server
  ///   may run in another time zone than its readers.
  public init(_ language: Language, offsetSeconds: Int = 7 * 3600) {
    self.language = language
    self.offsetSeconds = offsetSeconds
  }

  /// - Parameters:
  ///   - decimals: Digits after the decimal separator, 0 to 6; halves are rounded away from zero.
  ///   - trimmed: Whether to drop trailing zeros.
  /// - Returns: A dash if the value is not finite.
  public func number(_ value: Double, decimals: Int = 0, trimmed: Bool = false) -> String {
    guard value.isFinite else { return "–" }
    guard abs(value) < 1e12 else { return "\(value)" }
    guard decimals > 0 else { return number(Int(value.rounded())) }
    let digits = DecimalDigits(value, decimals: min(decimals, 6), trimmed: trimmed)
    let sign = digits.isNegative ? "−" : ""
    let fraction = digits.fraction.isEmpty ? "" : decimalMark + digits.fraction
    return sign + grouped(digits.whole) + fraction
  }

  public func number(_ value: Int) -> String {
    let digits = value.magnitude
    return (value < 0 ? "−" : "") + (digits < 1 << 62 ? grouped(Int(digits)) : "\(digits)")
  }

  /// `3–5`, or one number.
  func range(_ range: CountRange) -> String {
    range.low == range.high
      ? number(range.low) : "\(number(range.low))–\(number(range.high))"
  }

  /// `3.5–5`, or one number if both ends are written alike.
  func range(_ low: Double, _ high: Double, decimals: Int, trimmed: Bool = false) -> String {
    let ends = [low, high].map { number($0, decimals: decimals, trimmed: trimmed) }
    return ends[0] == ends[1] ? ends[0] : ends.joined(separator: "–")
  }

  /// With its sign, including `+`.
  public func signed(_ value: Double, decimals: Int = 0) -> String {
    let text = number(value, decimals: decimals)
    return value > 0 && text != number(0, decimals: decimals) ? "+" + text : text
  }

  /// A fraction as a percentage.
  public func percent(_ value: Double, decimals: Int = 0) -> String {
    number(value * 100, decimals: decimals) + "%"
  }

  /// A day, such as 23/11/2026 or 23 Nov 2026; a dash outside the years 1 to 9999.
  public func date(_ date: Date) -> String {
    guard let time = CivilTime(date, offsetSeconds: offsetSeconds) else { return "–" }
    switch language {
    case .vi: return "\(time.day.padded(2))/\(time.month.padded(2))/\(time.year.padded(4))"
    case .en: return "\(time.day) \(Self.months[time.month - 1]) \(time.year)"
    }
  }

  /// A month as stored, `2026-07`, becomes 07/2026 or Jul 2026; anything else is returned
  /// unchanged.
  public func month(_ text: String) -> String {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 4, parts[1].count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }), let number = Int(parts[1]),
      1...12 ~= number
    else { return text }
    switch language {
    case .vi: return "\(parts[1])/\(parts[0])"
    case .en: return "\(Self.months[number - 1]) \(parts[0])"
    }
  }

  /// Date and time to the minute.
  public func dateTime(_ date: Date) -> String {
    guard let time = CivilTime(date, offsetSeconds: offsetSeconds) else { return "–" }
    return "\(self.date(date)) \(time.hour.padded(2)):\(time.minute.padded(2))"
  }

  /// The same; a dash if nil.
  public func dateTime(_ date: Date?) -> String {
    guard let date else { return "–" }
    let known: Date = date
    return dateTime(known)
  }

  private var decimalMark: String { language == .vi ? "," : "." }

  private func grouped(_ whole: Int) -> String {
    guard whole >= 1000 else { return String(whole) }
    let mark = language == .vi ? "." : ","
    var groups: [String] = []
    var rest = whole
    while rest >= 1000 {
      groups.append((rest % 1000).padded(3))
      rest /= 1000
    }
    groups.append(String(rest))
    return groups.reversed().joined(separator: mark)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

/// Quantities with their units.
extension PeopleFormat {
  /// Memory, in GiB or MiB.
  public func memory(_ bytes: Int) -> String {
    bytes >= 1 << 30
      ? number(Double(bytes) / Double(1 << 30), decimals: 1, trimmed: true) + " GiB"
      : number(Double(bytes) / Double(1 << 20)) + " MiB"
  }

  /// Disk capacity in TB, GB or MB, in powers of ten as makers count.
  public func storage(_ bytes: Int) -> String {
    let size = Double(bytes)
    if size >= 1e12 { return number(size / 1e12, decimals: 2, trimmed: true) + " TB" }
    return size >= 1e9 ? number(size / 1e9) + " GB" : number(size / 1e6) + " MB"
  }

  /// In Mbit/s.
  public func speed(bitsPerSecond: Int) -> String {
    number(Double(bitsPerSecond) / 1e6, decimals: 1, trimmed: true) + " Mbit/s"
  }

  /// In GHz.
  public func frequency(hertz: Int) -> String {
    number(Double(hertz) / 1e9, decimals: 2, trimmed: true) + " GHz"
  }

  /// A duration given in seconds, shown in milliseconds.
  public func milliseconds(_ seconds: Double) -> String {
    number(seconds * 1000, decimals: seconds < 0.01 ? 1 : 0) + " ms"
  }
}
