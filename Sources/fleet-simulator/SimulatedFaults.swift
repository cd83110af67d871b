/// Deviations from one report a night, all derived from the seed.
struct SimulatedFaults: Sendable {
  /// Fraction of the machines whose hardware changes each night.
  var changes = 0.0
  /// Fraction of the reports that are sent a second time, as after a lost reply.
  var duplicates = 0.0
  /// Fraction of the machines whose wall clock is years off.
  var badClocks = 0.0
  /// Number of machines that have a copy of their disk in another computer.
  var clones = 0
  /// Whether every second night's reports are held back and sent after the next night's.
  var isOutOfOrder = false
  /// Whether a section that the centre has is sent again.
  var isInFull = false

  /// Wall clocks as dead batteries leave them, seconds since 1970.
  static let deadClocks = [86_400, 315_532_830, 1_009_843_230, 4_052_462_400]

  /// The nights whose reports are sent in a night, in the order of sending.
  func nights(in night: Int, of count: Int) -> [Int] {
    guard isOutOfOrder else { return [night] }
    if night % 2 == 1 { return [night, night - 1] }
    return night == count - 1 ? [night] : []
  }
}
