/// The numbers that an agent counts its requests by, `Agent-Seq`.
public enum ReportSequence {
  /// Above this a number is nonsense: 15 digits, as a structured field's.
  public static let maximum = 999_999_999_999_998

  /// A report's number is at most this much above the last: one of a broken counter, or of somebody
  /// who wants to use all numbers up, is refused. An agent that tries every minute counts half as far
  /// in a year.
  public static let longestJump = 1_000_000

  /// Whether both sides can go on from it.
  public static func isPlausible(_ number: Int) -> Bool { 1...maximum ~= number }
}
