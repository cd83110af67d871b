import Prioritization

/// Parses an amount of money as people type it; forms, commands and tables all use this parser.
public enum MoneyInput {
  /// Largest accepted amount, in VND.
  public static let maximum = Plan.maximumBudget

  /// Whole VND: digits, with `_`, `.`, `,` or spaces between groups of three, or a number of
  /// thousands, millions or billions (`50 tỷ`, `1,5 tỉ`, `500 triệu`, `2.5 billion`). `đ`, `₫`,
  /// `VND` or `đồng` may follow.
  ///
  /// `50.000` is fifty thousand, as pages print it: a đồng has no fractions. Only `1.500 triệu` is
  /// refused, which is 1.5 billion here and 1.5 million elsewhere.
  ///
  /// - Throws: ``MoneyError``.
  public static func amount(_ text: String) throws(MoneyError) -> Int {
    try reading(text).amount
  }

  /// An amount and how it was written.
  struct Reading {
    /// Whole VND.
    var amount: Int
    /// `.` or `,` between groups of three digits; nil for none of them.
    var mark: Character?
    /// Whether it has exactly one such mark, which in other amounts may precede a fraction.
    var hasOneMark: Bool { marks == 1 }
    fileprivate var marks = 0
  }

  /// - Throws: ``MoneyError``.
  static func reading(_ text: String) throws(MoneyError) -> Reading {
    func refuse(_ reason: MoneyError.Reason) -> MoneyError {
      MoneyError(reason: reason, written: String(text.prefix(40)))
    }
    guard text.utf8.count <= 100 else { throw refuse(.noAmount) }
    // Accepts composed and decomposed letters, and any kind of space.
    var rest = String(text.lowercased().map { $0.isWhitespace ? " " : $0 })[...].trimmed
    if rest.first == "-" || rest.first == "−" { throw refuse(.negative) }
    for name in ["vnd", "vnđ", "đồng", "đ", "₫"] where rest.hasSuffix(name) {
      rest = rest.dropLast(name.count).trimmed
      break
    }
    var zeros = 0
    if let unit = units.first(where: { rest.hasSuffix($0.name) }) {
      rest = rest.dropLast(unit.name.count).trimmed
      zeros = unit.zeros
    }
    do {
      return try whole(rest, zeros: zeros)
    } catch {
      throw refuse(error)
    }
  }

  /// Longer names first if one ends with another.
  private static let units: [(name: String, zeros: Int)] = [
    ("nghìn tỷ", 12), ("nghìn tỉ", 12), ("ngàn tỷ", 12), ("ngàn tỉ", 12), ("trillion", 12),
    ("tỷ", 9), ("tỉ", 9), ("billion", 9), ("bn", 9), ("triệu", 6), ("tr", 6), ("million", 6),
    ("mn", 6), ("nghìn", 3), ("ngàn", 3), ("thousand", 3),
  ]

  /// - Parameter zeros: the power of ten by which the number is multiplied.
  private static func whole(_ text: Substring, zeros: Int) throws(MoneyError.Reason) -> Reading {
    guard !text.isEmpty,
      text.utf8.allSatisfy({ 48...57 ~= $0 || "_., ".utf8.contains($0) })
    else { throw .noAmount }
    let marks = Set(text.filter { "_., ".contains($0) })
    guard marks.count <= 1 || marks.count == 2 && zeros > 0 else { throw .mixedMarks }
    guard let mark = marks.first else { return Reading(amount: try scaled(text, "", zeros)) }
    if marks.count == 2 { return Reading(amount: try grouped(text, zeros)) }
    let groups = text.split(separator: mark, omittingEmptySubsequences: false)
    let threes =
      (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    let fractional = mark == "." || mark == ","
    if fractional, zeros > 0, groups.count == 2, !groups[0].isEmpty, !groups[1].isEmpty, !threes {
      return Reading(amount: try scaled(groups[0], groups[1], zeros))
    }
    // No group of thousands begins with 0: `0.500` is a half.
    guard threes, !fractional || groups[0].first != "0" else {
      throw fractional ? .fraction : .badGroups
    }
    guard !fractional || groups.count > 2 || zeros == 0 else { throw .ambiguous }
    let amount = try scaled(groups.joined()[...], "", zeros)
    return fractional
      ? Reading(amount: amount, mark: mark, marks: groups.count - 1) : Reading(amount: amount)
  }

  /// `1.500,5`: groups of three before the last mark, a fraction after it.
  private static func grouped(_ text: Substring, _ zeros: Int) throws(MoneyError.Reason) -> Int {
    guard let last = text.lastIndex(where: { ".,".contains($0) }),
      text[text.index(after: last)...].utf8.allSatisfy({ 48...57 ~= $0 }),
      let mark = text[..<last].first(where: { "_., ".contains($0) }), mark != text[last]
    else { throw .mixedMarks }
    let groups = text[..<last].split(separator: mark, omittingEmptySubsequences: false)
    guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { throw .badGroups }
    return try scaled(groups.joined()[...], text[text.index(after: last)...], zeros)
  }

  private static func scaled(
    _ digits: Substring, _ fraction: Substring, _ zeros: Int
  ) throws(MoneyError.Reason) -> Int {
    var fraction = fraction
    while fraction.last == "0" { fraction.removeLast() }
    guard fraction.count <= zeros else { throw .fraction }
    let written = digits + fraction + String(repeating: "0", count: zeros - fraction.count)
    let significant = written.drop { $0 == "0" }
    guard significant.count <= 16, let amount = Int(significant.isEmpty ? "0" : significant),
      amount <= maximum
    else { throw .tooMuch }
    return amount
  }
}

/// The reason why a text is not an amount of money.
public struct MoneyError: Error, Equatable, Sendable {
  /// Stable: messages rely on these names.
  public enum Reason: String, Error, Sendable, CaseIterable {
    case noAmount, negative, mixedMarks, badGroups, fraction, ambiguous, tooMuch
  }

  public let reason: Reason
  /// The beginning of what was written.
  public let written: String

  public init(reason: Reason, written: String) {
    self.reason = reason
    self.written = written
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
