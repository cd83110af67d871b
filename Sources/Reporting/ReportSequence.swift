/// The numbers that an agent counts its requests by, `Agent-Seq`.
public enum ReportSequence {
  /// Above this a number is nonsense: 15 digits, as a structured field's.
  public static let maximum = 999_999_999_999_998

  /// Whether both sides can go on from it.
  public static func isPlausible(_ number: Int) -> Bool { 1...maximum ~= number }
}
