/// Reads a non-negative number as people type it, with the separators of either language.
enum TypedNumber {
  enum Failure: Error {
    case malformed
    /// `1.000`: a thousand, as the Vietnamese pages print it, or one with three decimals.
    case ambiguous
  }

  private static let maximumLength = 20

  /// - Parameter wholeOnly: whether a fraction is refused.
  /// - Returns: 1234.5 for `1.234,5`, `1,234.5`, `1234.5` and `1234,5`.
  static func read(_ text: String, wholeOnly: Bool) throws(Failure) -> Double {
    let marks = text.filter { $0 == "." || $0 == "," }
    guard text.utf8.count <= maximumLength,
      text.utf8.allSatisfy({ 48...57 ~= $0 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") })
    else { throw .malformed }
    guard let last = marks.last else { return try number(text, "") }
    let isMixed = marks.contains { $0 != last }
    let parts = text.split(separator: last, omittingEmptySubsequences: false)
    if isMixed || marks.count == 1 {
      // The last separator precedes the fraction, others separate thousands.
      guard parts.count == 2, !parts[1].isEmpty else { throw .malformed }
      guard !wholeOnly else { throw .malformed }
      guard isMixed || parts[1].count != 3 || parts[0].first == "0" || parts[0].count > 3 else {
        throw .ambiguous
      }
      return try number(isMixed ? grouped(parts[0]) : String(parts[0]), parts[1])
    }
    return try number(grouped(text[...]), "")
  }

  /// `1.234.567` without its separators.
  private static func grouped(_ text: Substring) throws(Failure) -> String {
    let groups = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard Set(text.filter { $0 == "." || $0 == "," }).count == 1, 1...3 ~= groups[0].count,
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { throw .malformed }
    return groups.joined()
  }

  private static func number(_ whole: String, _ fraction: Substring) throws(Failure) -> Double {
    guard !whole.isEmpty, let value = Double("\(whole).\(fraction.isEmpty ? "0" : fraction)")
    else { throw .malformed }
    return value
  }
}
