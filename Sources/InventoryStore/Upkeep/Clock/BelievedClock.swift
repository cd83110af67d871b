public import Foundation
import Synchronization

/// The centre's time: the wall clock for as long as that can be believed.
///
/// A wall clock that leaps ahead by more than an hour would have every computer fall silent, every token
/// and session expire, and what is older than it is kept be deleted; one that leaps back would have time
/// go back. Neither is believed until NTP keeps the clock or an administrator confirms it: meanwhile the
/// time goes on from the last that was believed, by the count since the computer's start.
public final class BelievedClock: Sendable {
  /// A leap ahead that is still believed, seconds.
  public static let believedLeap = 3600.0
  /// Starts and stops of programs take their time.
  static let slack = 30.0
  /// A clock that is behind by less waits for the other; one further behind is not believed, seconds.
  static let stalledSeconds = 60.0

  private struct State {
    /// The time that was believed when the uptime was `uptime`.
    var time: Date
    var uptime: Double
    /// By how much the wall clock is ahead, while that is not believed; seconds.
    var doubt: Double?
    var askedAt = -Double.infinity
    /// The last confirmation that was followed.
    var confirmation: Int64
  }

  private let system: SystemTime
  private let state: Mutex<State>

  /// - Parameter stored: what an inventory says; nil if it was never served by this version.
  public init(_ system: SystemTime = .system, from stored: StoredTime?) {
    self.system = system
    let uptime = system.uptime()
    var time = system.wall()
    if let stored {
      time = Date(microseconds: stored.time)
      // While the computer runs, it knows how long the centre did not.
      if stored.boot == system.boot, stored.uptime <= uptime {
        time += uptime - stored.uptime
      }
    }
    state = Mutex(
      State(time: time, uptime: uptime, doubt: nil, confirmation: stored?.confirmation ?? 0))
  }

  /// The time that is believed; it never goes back by itself.
  public func now() -> Date {
    let (wall, uptime) = (system.wall(), system.uptime())
    return state.withLock { state in
      let expected = state.time + max(0, uptime - state.uptime)
      let lead = wall.timeIntervalSince(expected)
      switch lead {
      case 0...Self.believedLeap + Self.slack: state.time = wall
      case -Self.stalledSeconds..<0: state.time = max(state.time, wall)
      default:
        if isKept(wall, uptime, &state) {
          state.time = wall
        } else {
          state.doubt = lead
          (state.time, state.uptime) = (expected, uptime)
          return expected
        }
      }
      (state.uptime, state.doubt) = (uptime, nil)
      return state.time
    }
  }

  /// Seconds by which the wall clock is ahead of the time that is believed, negative if behind; nil
  /// while it is believed.
  public var doubt: Double? {
    _ = now()
    return state.withLock(\.doubt)
  }

  /// Believes a wall clock that an administrator has confirmed.
  public func follow(_ confirmed: StoredTime) {
    let uptime = system.uptime()
    state.withLock { state in
      guard confirmed.confirmation > state.confirmation else { return }
      state.confirmation = confirmed.confirmation
      state.time = Date(microseconds: confirmed.time)
      if confirmed.boot == system.boot { state.time += max(0, uptime - confirmed.uptime) }
      (state.uptime, state.doubt) = (uptime, nil)
    }
  }

  /// The time that is believed, as an inventory keeps it.
  public var stored: StoredTime {
    let now = now()
    return state.withLock {
      StoredTime(
        time: now.microseconds, boot: system.boot, uptime: $0.uptime,
        confirmation: $0.confirmation)
    }
  }

  /// What the wall clock says, as a confirmation.
  ///
  /// - Parameter number: higher than every one before.
  public func confirmation(_ number: Int64) -> StoredTime {
    StoredTime(
      time: system.wall().microseconds, boot: system.boot, uptime: system.uptime(),
      confirmation: number)
  }

  /// Asks at most once a second.
  private func isKept(_ wall: Date, _ uptime: Double, _ state: inout State) -> Bool {
    guard uptime - state.askedAt >= 1 else { return false }
    state.askedAt = uptime
    return system.isSynchronised(wall)
  }
}

/// A time that was believed, and the computer's count at that moment.
public struct StoredTime: Codable, Sendable, Equatable {
  /// Microseconds since 1970-01-01 UTC.
  public var time: Int64
  public var boot: String
  /// Seconds since that start.
  public var uptime: Double
  /// The number of the last confirmation that was followed; 0 if there was none.
  public var confirmation: Int64
}
