import Foundation
import Hummingbird
import InventoryStore
import Logging
import ServiceLifecycle

/// Checks passwords and throttles guessing.
struct PasswordVerifier: Sendable {
  let store: InventoryStore
  let hasher: PasswordHasher
  private let throttle = SignInThrottle()

  init(store: InventoryStore, hasher: PasswordHasher) {
    self.store = store
    self.hasher = hasher
  }

  enum Answer: Sendable {
    /// With the hash against which the password was checked.
    case right(User, hash: String)
    case wrong
    /// Seconds until the next attempt.
    case wait(Int)
  }

  /// Whether `password` is that of the user `name`.
  ///
  /// - Throws: ``ServerError`` with `busy`; `CancellationError` if the client left.
  func verify(_ name: String, _ password: String, _ call: PageCall) async throws -> Answer {
    let name = name.precomposedStringWithCanonicalMapping
    guard name.utf8.count <= 200, 1...PasswordRule.maximumBytes ~= password.utf8.count else {
      return .wrong
    }
    let browser = SecretCookie.browser.secret(in: call.request)
    let known = try await store.sessions.credentials(
      of: name, from: call.context.caller, browser: browser, now: call.now)
    let source = source(call, known?.standing)
    let caller = await caller(source, name, call)
    switch throttle.begin(name: name, source: source) {
    case .refused(let seconds): return .wait(seconds)
    case .after(let seconds):
      do {
        try await caller.disconnection.sleep(seconds: seconds)
        guard
          try await hasher.check(
            password, against: known.map { .init($0.password) }, for: caller), let known
        else {
          call.context.logger.notice(
            "password refused", metadata: ["address": "\(call.context.caller)"])
          return .wrong
        }
        throttle.succeed(name: name, source: source)
        return .right(known.user, hash: known.password)
      } catch {
        throttle.succeed(name: name, source: source)
        throw error
      }
    }
  }

  /// The owner of a check in the queue: recognized users do not share it with strangers at their
  /// address.
  private func caller(
    _ source: SignInThrottle.Source, _ name: String, _ call: PageCall
  ) async -> BoundedQueue.Caller {
    let disconnection = await Disconnection.of(call.context.channel)
    return switch source {
    case .recognized(let id):
      .init(owner: "\(id) \(name)", isPreferred: true, disconnection: disconnection)
    case .stranger(let address, true):
      .init(owner: "\(address) \(name)", isPreferred: true, disconnection: disconnection)
    case .stranger(let address, false): .init(owner: address, disconnection: disconnection)
    }
  }

  /// A session also counts as recognized: only its owner's own failures limit it.
  private func source(
    _ call: PageCall, _ standing: SignInStanding?
  ) -> SignInThrottle.Source {
    if case .user(_, let session) = call.principal?.kind, call.request.uri.path != "/sign-in" {
      return .recognized(id: session)
    }
    switch standing {
    case .browser(let id): return .recognized(id: id)
    case .address: return .stranger(address: call.context.caller, isKnown: true)
    case .stranger, nil: return .stranger(address: call.context.caller, isKnown: false)
    }
  }
}

extension Disconnection? {
  /// - Throws: `CancellationError` if the client leaves or the centre stops meanwhile.
  fileprivate func sleep(seconds: Double) async throws {
    guard seconds > 0 else { return }
    let sleep = Task { try await Task.sleep(for: .seconds(seconds)) }
    let registration = self?.onDisconnect { sleep.cancel() }
    defer { if let registration { self?.forget(registration) } }
    try await cancelWhenGracefulShutdown {
      try await withTaskCancellationHandler {
        try await sleep.value
      } onCancel: {
        sleep.cancel()
      }
    }
  }
}
