import Foundation
import Synchronization

/// Throttles password guessing without letting one client's failures lock out others.
///
/// A browser that has signed in as a user before has its own budget for that user, which no one
/// else can use up. All others share budgets by name and address; when one is used up, attempts are
/// still checked, but one after another with a pause that grows with the failures, so that the
/// right password succeeds after a few seconds while guessing is pointless.
final class SignInThrottle: Sendable {
  /// The origin of a sign-in attempt.
  enum Source: Sendable {
    /// A browser, or a session, that has signed in under that name.
    case recognized(id: String)
    /// `isKnown`: whether that user recently signed in from the address.
    case stranger(address: String, isKnown: Bool)
  }

  enum Turn: Equatable, Sendable {
    /// Check the password after this many seconds; 0 for immediately.
    case after(Double)
    /// Seconds until the next attempt.
    case refused(Int)
  }

  private let now: @Sendable () -> Double
  private let counts = Mutex<[Key: Count]>([:])
  private let maximumKeys: Int

  /// - Parameter now: Monotonic seconds.
  init(
    maximumKeys: Int = 1 << 17, now: @escaping @Sendable () -> Double = MonotonicSeconds.now
  ) {
    self.maximumKeys = maximumKeys
    self.now = now
  }

  /// Counts an attempt as failed until ``succeed(name:source:)`` is called: concurrent attempts
  /// must not all pass before the first has failed.
  func begin(name: String, source: Source) -> Turn {
    let time = now()
    let (limiting, counted) = Self.keys(name, source)
    return counts.withLock { counts in
      var delay = 0.0
      for key in limiting {
        guard let count = counts[key] else { continue }
        switch key.rule.turn(count, at: time) {
        case .refused(let seconds): return .refused(seconds)
        case .after(let seconds): delay = max(delay, seconds)
        }
      }
      if counts.count + counted.count > maximumKeys { Self.makeRoom(&counts, at: time) }
      for key in counted {
        let isLimiting = limiting.contains(key)
        key.rule.add(&counts[key, default: Count(at: time)], turn: time + delay, isLimiting, time)
      }
      return .after(delay)
    }
  }

  /// Uncounts an attempt whose password was right or could not be checked.
  func succeed(name: String, source: Source) {
    counts.withLock { counts in
      for key in Self.keys(name, source).counted {
        if let level = counts[key]?.level { counts[key]?.level = max(0, level - 1) }
      }
    }
  }

  /// The number of remembered names and addresses.
  var count: Int { counts.withLock { $0.count } }

  private static func keys(_ name: String, _ source: Source) -> (limiting: [Key], counted: [Key]) {
    let name = name.lowercased()
    switch source {
    case .recognized(let id):
      let own = Key.recognized(name, id)
      return ([own], [own])
    case .stranger(let address, let isKnown):
      let all: [Key] = [.pair(name, address), .address(address), .name(name)]
      return (isKnown ? [all[0]] : all, all)
    }
  }

  /// Drops forgiven entries, and half of the others.
  private static func makeRoom(_ counts: inout [Key: Count], at time: Double) {
    counts = counts.filter { $0.key.rule.level($0.value, at: time) > 0 }
    let excess = Array(counts.keys.prefix(counts.count / 2))
    for key in excess { counts[key] = nil }
  }
}

private enum Key: Hashable, Sendable {
  case recognized(String, String)
  case pair(String, String)
  case address(String)
  case name(String)

  var rule: GuessingRule {
    switch self {
    // The user's own failures: ten at once, then one in three minutes.
    case .recognized: .init(burst: 10, forgivenAfter: 180, pause: nil, line: 0)
    case .pair: .init(burst: 10, forgivenAfter: 180, pause: (4, 30, 60), line: 3)
    // An office shares an address.
    case .address: .init(burst: 60, forgivenAfter: 30, pause: (1, 120, 10), line: 6)
    case .name: .init(burst: 30, forgivenAfter: 120, pause: (2, 40, 30), line: 6)
    }
  }
}

private struct Count {
  /// Failures not yet forgiven, as of `at`.
  var level = 0.0
  var at: Double
  /// When the next attempt beyond the budget may be checked.
  var nextTurn = 0.0
}

/// The limits on wrong passwords for one key.
private struct GuessingRule {
  /// Failures allowed at once.
  let burst: Double
  /// Seconds after which one failure is forgiven.
  let forgivenAfter: Double
  /// Seconds between attempts beyond the budget: `first`, doubled with every `doubling` failures
  /// up to `longest`. nil refuses them.
  let pause: (first: Double, doubling: Double, longest: Double)?
  /// The most attempts that may wait for their turn.
  let line: Double

  /// The most failures that count, so that a flood of them is forgiven within hours.
  private var ceiling: Double { burst + 200 }

  func level(_ count: Count, at time: Double) -> Double {
    max(0, count.level - (time - count.at) / forgivenAfter)
  }

  private func pauseSeconds(_ level: Double) -> Double {
    guard let pause else { return 0 }
    return min(
      pause.longest, pause.first * pow(2, ((level - burst) / pause.doubling).rounded(.down)))
  }

  func turn(_ count: Count, at time: Double) -> SignInThrottle.Turn {
    let level = level(count, at: time)
    // Slightly below, so that rounding does not decide.
    guard level > burst - 1 + 1e-9 else { return .after(0) }
    guard pause != nil else {
      return .refused(Int(((level - burst + 1) * forgivenAfter).rounded(.up)))
    }
    let delay = max(0, count.nextTurn - time)
    guard delay <= min(15, pauseSeconds(level) * line) else {
      return .refused(max(1, Int(delay.rounded(.up))))
    }
    return .after(delay)
  }

  func add(_ count: inout Count, turn: Double, _ isLimiting: Bool, _ time: Double) {
    let level = level(count, at: time)
    if isLimiting, level > burst - 1 + 1e-9 { count.nextTurn = turn + pauseSeconds(level) }
    count.level = min(level + 1, ceiling)
    count.at = time
  }
}
