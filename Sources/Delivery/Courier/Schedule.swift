import Cryptography
import FoundationEssentials

/// The schedule of a machine's reports.
public enum Schedule {
  /// Age of the last acknowledgement, in seconds, at which a report is due: 20 h, so that a PC that
  /// is switched on a little earlier than yesterday still reports today.
  public static let dueSeconds = 72_000.0
  /// The period over which all machines spread their reports, in seconds.
  public static let splaySeconds = 7200

  /// How long this installation waits on a day before it reports, in seconds: any number below
  /// `bound`, another one each day, the same one for the same day.
  ///
  /// - Parameters:
  ///   - day: days since 1970.
  ///   - bound: at least 1.
  public static func splay(installId: String, day: Int, bound: Int = splaySeconds) -> Int {
    let code = HMACSHA256.authenticationCode(
      for: Data("\(day)".utf8), key: Data(installId.utf8))
    let number = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(number % UInt64(max(1, bound)))
  }

  /// Whether a report is due. It is if no clock can tell how old the last acknowledgement is.
  public static func isDue(in directory: StateDirectory, clock: AgentClock = .system) -> Bool {
    (dueInSeconds(in: directory, clock: clock) ?? 0) <= 0
  }

  /// Seconds until a report is due, nil if no clock can tell.
  public static func dueInSeconds(
    in directory: StateDirectory, clock: AgentClock = .system
  ) -> Double? {
    guard let age = LastAcknowledgement.read(in: directory)?.ageSeconds(clock) else { return nil }
    return max(0, dueSeconds - age)
  }
}
