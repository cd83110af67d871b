import Foundation
import Synchronization

/// Slows guessing down without ever locking a user out: an address that has failed too often waits,
/// and so do strangers who try one name from everywhere; whoever has signed in under that name from
/// that address before is no stranger.
final class SignInThrottle: Sendable {
  private struct Attempt: Hashable, Sendable {
    let name: String
    let address: String
  }

  /// Wrong passwords for one name from one address: ten at once, then one in three minutes.
  private let attempts = RateLimiter<Attempt>(perHour: 20, burst: 10)
  /// Wrong passwords from one address, whatever the name: an office shares one.
  private let addresses = RateLimiter<String>(perHour: 120, burst: 60)
  /// Wrong passwords for one name by strangers.
  private let names = RateLimiter<String>(perHour: 30, burst: 30)

  /// Taken by every check of a password, so that many at once are not looked at together.
  private let turn = Mutex(())

  /// Counts an attempt as failed until ``succeed(name:address:)`` says otherwise: attempts that are
  /// checked at the same time must not all pass before the first has failed.
  ///
  /// - Returns: seconds to wait; nil where the password may be checked.
  func begin(name: String, address: String, isKnown: Bool, now: Date) -> Int? {
    let name = name.lowercased()
    let attempt = Attempt(name: name, address: address)
    return turn.withLock { _ in
      let waits = [
        attempts.wait(attempt, now: now), isKnown ? nil : addresses.wait(address, now: now),
        isKnown ? nil : names.wait(name, now: now),
      ]
      if let seconds = waits.compactMap(\.self).max() { return seconds }
      attempts.count(attempt, now: now)
      addresses.count(address, now: now)
      names.count(name, now: now)
      return nil
    }
  }

  /// The password was right, or could not be checked: the attempt does not count.
  func succeed(name: String, address: String) {
    let name = name.lowercased()
    attempts.giveBack(.init(name: name, address: address))
    addresses.giveBack(address)
    names.giveBack(name)
  }
}
