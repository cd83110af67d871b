import Synchronization

/// Limits concurrent uploads: overall, and those of one owner, so that the rest stay for others.
final class UploadPlaces: Sendable {
  enum Refusal: Error, Equatable {
    /// All places are taken.
    case allTaken
    /// The owner's own uploads have not ended yet.
    case ownTaken
  }

  private let most: Int
  private let perOwner: Int
  private let state = Mutex<[String: Int]>([:])

  init(most: Int, perOwner: Int) { (self.most, self.perOwner) = (most, perOwner) }

  /// Takes a place; ``leave(_:)`` must follow.
  func enter(_ owner: String) throws(Refusal) {
    let refusal = state.withLock { inside -> Refusal? in
      let own = inside[owner, default: 0]
      guard own < perOwner else { return .ownTaken }
      guard inside.values.reduce(0, +) < most else { return .allTaken }
      inside[owner] = own + 1
      return nil
    }
    if let refusal { throw refusal }
  }

  func leave(_ owner: String) {
    state.withLock { inside in
      let left = inside[owner, default: 1] - 1
      inside[owner] = left > 0 ? left : nil
    }
  }
}
