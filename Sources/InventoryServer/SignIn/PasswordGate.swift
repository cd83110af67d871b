import Foundation
import Hummingbird
import InventoryStore
import Logging

/// Where a password is asked for: slowly, for whoever guesses.
struct PasswordGate: Sendable {
  let store: InventoryStore
  let passwords: PasswordDesk
  private let throttle = SignInThrottle()

  init(store: InventoryStore, passwords: PasswordDesk) {
    self.store = store
    self.passwords = passwords
  }

  enum Answer: Sendable {
    /// With the hash that the password was checked against.
    case right(User, hash: String)
    case wrong
    /// Seconds until the next attempt.
    case wait(Int)
  }

  /// Whether `password` is that of the user `name`.
  ///
  /// - Throws: ``ServerError`` with `busy`.
  func ask(_ name: String, _ password: String, _ call: PageCall) async throws -> Answer {
    let name = name.precomposedStringWithCanonicalMapping
    let address = call.context.caller
    guard name.utf8.count <= 200, 1...PasswordRule.maximumBytes ~= password.utf8.count else {
      return .wrong
    }
    let known = try await store.credentials(of: name, from: address)
    if let seconds = throttle.begin(
      name: name, address: address, isKnown: known?.isKnown ?? false, now: call.now)
    {
      return .wait(seconds)
    }
    let isRight: Bool
    do {
      isRight = try await passwords.check(password, against: known.map { .init($0.password) })
    } catch {
      throttle.succeed(name: name, address: address)
      throw error
    }
    guard isRight, let known else {
      call.context.logger.notice("password refused", metadata: ["address": "\(address)"])
      return .wrong
    }
    throttle.succeed(name: name, address: address)
    return .right(known.user, hash: known.password)
  }
}
