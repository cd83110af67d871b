public import Foundation
import Synchronization

/// The centre's time: the wall clock as long as it can be believed.
///
/// A wall clock that leaps ahead by more than an hour would make every computer fall silent, every
/// token and session expire, and data be deleted too early; one that leaps back would make time go
/// back. Neither is believed until NTP synchronises the clock or an administrator confirms it.
/// Meanwhile time continues from the last believed time, by the time since the computer's start.
public final class BelievedClock: Sendable {
  /// Maximum leap ahead that is believed, in seconds.
  public static let believedLeap = 3600.0
  /// Allowance in seconds for the start and stop of programs.
  static let slack = 30.0
  /// Seconds; while the wall clock is behind by less, time stands still; if it is further behind,
  /// it is not believed.
  static let stalledSeconds = 60.0

  private struct State {
    /// The time that was believed when the uptime was `uptime`.
    var time: Date
    var uptime: Double
    /// Seconds by which the wall clock is ahead, while it is not believed; negative if behind.
    var doubt: Double?
    /// The time that was believed when the doubt began; nil if there is none.
    var doubtedSince: Date?
    /// The correction that the end of a doubt calls for, until it is applied.
    var correction: ClockCorrection?
    var askedAt = -Double.infinity
    /// The number of the last confirmation that was followed.
    var confirmation: Int64
  }

  private let system: SystemTime
  private let state: Mutex<State>

  /// - Parameter stored: the time stored in an inventory; nil if this version never served it.
  public init(_ system: SystemTime = .system, from stored: StoredTime?) {
    self.system = system
    let uptime = system.uptime()
    var time = system.wall()
    if let stored {
      time = Date(microseconds: stored.time)
      // Within one boot, the uptime shows how long the centre was not running.
      if stored.boot == system.boot, stored.uptime <= uptime {
        time += uptime - stored.uptime
      }
    }
    state = Mutex(
      State(
        time: time, uptime: uptime, doubt: nil,
        doubtedSince: stored?.doubtedSince.map(Date.init(microseconds:)),
        confirmation: stored?.confirmation ?? 0))
  }

  /// The believed time; it never goes back by itself.
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
          state.correction = ClockCorrection(since: state.doubtedSince, lead: lead)
          state.time = wall
        } else {
          state.doubt = lead
          state.doubtedSince = state.doubtedSince ?? expected
          (state.time, state.uptime) = (expected, uptime)
          return expected
        }
      }
      (state.uptime, state.doubt, state.doubtedSince) = (uptime, nil, nil)
      return state.time
    }
  }

  /// Seconds by which the wall clock is ahead of the believed time, negative if behind; nil while
  /// it is believed.
  public var doubt: Double? {
    _ = now()
    return state.withLock(\.doubt)
  }

  /// The correction of times recorded too early during a doubt that NTP has ended; nil if there are
  /// none. While the doubt lasts, the correction that its confirmation will make.
  public var correction: ClockCorrection? {
    _ = now()
    return state.withLock { state in
      state.doubt.flatMap { ClockCorrection(since: state.doubtedSince, lead: $0) }
        ?? state.correction
    }
  }

  /// Call once ``correction`` has been applied.
  func forgetCorrection() { state.withLock { $0.correction = nil } }

  /// Believes a wall clock that an administrator has confirmed.
  public func follow(_ confirmed: StoredTime) {
    let uptime = system.uptime()
    state.withLock { state in
      guard confirmed.confirmation > state.confirmation else { return }
      state.confirmation = confirmed.confirmation
      state.time = Date(microseconds: confirmed.time)
      if confirmed.boot == system.boot { state.time += max(0, uptime - confirmed.uptime) }
      (state.uptime, state.doubt, state.doubtedSince) = (uptime, nil, nil)
    }
  }

  /// The believed time, in the form that an inventory stores.
  public var stored: StoredTime {
    let now = now()
    return state.withLock {
      StoredTime(
        time: now.microseconds, boot: system.boot, uptime: $0.uptime,
        confirmation: $0.confirmation, doubtedSince: $0.doubtedSince?.microseconds)
    }
  }

  /// The wall clock's time, as a confirmation.
  ///
  /// - Parameter number: higher than every earlier one.
  public func confirmation(_ number: Int64) -> StoredTime {
    StoredTime(
      time: system.wall().microseconds, boot: system.boot, uptime: system.uptime(),
      confirmation: number)
  }

  /// Whether NTP synchronises the wall clock; asks at most once a second, and returns false in
  /// between.
  private func isKept(_ wall: Date, _ uptime: Double, _ state: inout State) -> Bool {
    guard uptime - state.askedAt >= 1 else { return false }
    state.askedAt = uptime
    return system.isSynchronised(wall)
  }
}

/// A believed time, and the computer's uptime at that moment.
public struct StoredTime: Codable, Sendable, Equatable {
  /// Microseconds since 1970-01-01 UTC.
  public var time: Int64
  public var boot: String
  /// Seconds since the start of that boot.
  public var uptime: Double
  /// The number of the last confirmation that was followed; 0 if there was none.
  public var confirmation: Int64
  /// The time that was believed when the present doubt began; nil if there is none.
  public var doubtedSince: Int64?
}
