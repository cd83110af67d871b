import Foundation

/// Slows guessing down without ever locking a user out: an address that has failed too often waits,
/// and so do strangers who try one name from everywhere; whoever has signed in under that name from
/// that address before is no stranger.
struct SignInThrottle: Sendable {
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

  /// Seconds to wait; nil where the password may be checked.
  func wait(name: String, address: String, isKnown: Bool, now: Date) -> Int? {
    let name = name.lowercased()
    let waits = [
      attempts.wait(.init(name: name, address: address), now: now),
      isKnown ? nil : addresses.wait(address, now: now),
      isKnown ? nil : names.wait(name, now: now),
    ]
    return waits.compactMap(\.self).max()
  }

  func countFailure(name: String, address: String, now: Date) {
    let name = name.lowercased()
    attempts.count(.init(name: name, address: address), now: now)
    addresses.count(address, now: now)
    names.count(name, now: now)
  }
}
