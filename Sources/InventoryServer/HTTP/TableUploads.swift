import InventoryStore

/// Bounds the tables that people and programs upload: at the same time, and in memory.
///
/// Tables are read as a whole. Without a bound in common, a user who may record purchases could
/// make the centre hold as many as there are connections.
struct TableUploads: Sendable {
  /// Maximum concurrent uploads, and those of one user, with the user's programs.
  static let (most, perUser) = (16, 2)
  /// Maximum bytes of all uploads, and of one user's: as much as the largest register.
  static let (mostBytes, bytesPerUser) = (64 << 20, 16 << 20)
  /// Maximum bytes of a table of purchases; 20,000 have 2 MiB.
  static let purchaseBytes = 4 << 20

  private let places = UploadPlaces(most: most, perOwner: perUser)
  private let bodies = BodyBudget(
    maximumBytes: mostBytes, perOwner: bytesPerUser,
    refusal: "Too many tables are being sent at once: try again in a minute.")

  /// Runs `work`, which receives and handles one table.
  ///
  /// - Throws: ``ServerError`` with `busy`; whatever `work` throws.
  func run<Value>(
    _ principal: Principal?, _ work: (BodyBudget.Share) async throws -> Value
  ) async throws -> Value {
    let owner = "user \(principal?.user?.number ?? 0)"
    do throws(UploadPlaces.Refusal) {
      try places.enter(owner)
    } catch {
      throw ServerError(
        .busy,
        error == .ownTaken
          ? "You are sending other tables already: wait until they have arrived."
          : "Too many tables are being sent at once: try again in a minute.",
        retryAfterSeconds: 30)
    }
    defer { places.leave(owner) }
    return try await bodies.sharing(with: owner, work)
  }
}
