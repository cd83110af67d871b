/// Hashes and checks passwords, one after another at the lowest priority: 128 MiB and up to a
/// second each.
final class PasswordHasher: Sendable {
  let cost: Int
  private let queue = BoundedQueue(
    .init(capacity: 24, perOwner: 4, kept: 16, patience: 20, niceness: 19),
    complaint: "Too many people are signing in")
  /// Compared with if the user does not exist, so that timing does not reveal names.
  private let nobody: PasswordHash

  init(cost: Int) throws {
    self.cost = cost
    nobody = try PasswordHash(of: "nobody", cost: cost)
  }

  /// - Throws: ``ServerError`` with `busy`, `CancellationError`.
  func hash(_ password: String, for caller: BoundedQueue.Caller) async throws -> PasswordHash {
    let cost = cost
    return try await queue.run(for: caller) { try PasswordHash(of: password, cost: cost) }
  }

  /// - Parameter hash: nil for a user who does not exist: never true, after the same time.
  /// - Throws: ``ServerError`` with `busy`, `CancellationError`.
  func check(
    _ password: String, against hash: PasswordHash?, for caller: BoundedQueue.Caller
  ) async throws -> Bool {
    let kept = hash ?? nobody
    return try await queue.run(for: caller) { try kept.isOf(password) } && hash != nil
  }
}
