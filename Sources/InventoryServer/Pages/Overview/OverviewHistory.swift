import Foundation
import InventoryStore
import Prioritization

/// The recorded past of every commune at the moments with which the start page compares. It never
/// changes, so each moment is read once.
actor OverviewHistory {
  /// Months of a trend before the current one.
  static let months = 12
  /// The period in days for the greatest changes.
  static let moveDays = 30.0

  private let store: InventoryStore
  private let policy: Policy
  private let queue: BoundedQueue
  /// By moment; those no longer requested are dropped.
  private var known: [Date: [CommuneFact]] = [:]
  /// Figures already computed, so that a page computes only the present.
  private var counted: [Scope: [Date: OverviewFigures]] = [:]
  private var ranked: [Scope: [Date: FormerRanks]] = [:]
  private var since: Date?

  init(store: InventoryStore, policy: Policy, queue: BoundedQueue) {
    (self.store, self.policy, self.queue) = (store, policy, queue)
  }

  /// The beginning of the recorded past; nil if there is none.
  func recordedSince() async throws -> Date? {
    if since == nil { since = try await store.situations.recordedSince() }
    return since
  }

  /// Every commune of the country at each of the moments; nil for moments without a record.
  func facts(
    at moments: [Date], for caller: BoundedQueue.Caller
  ) async throws -> [[CommuneFact]?] {
    guard let since = try await recordedSince() else { return moments.map { _ in nil } }
    let missing = moments.filter { $0 >= since && known[$0] == nil }
    if !missing.isEmpty {
      let made = try await queue.run(for: caller, joining: "overview \(missing)") {
        [store, policy] in
        try missing.map { moment in
          try store.situations.recordedBlocking(policy: policy, within: .country, at: moment)
            .map { CommuneFact.all($0, policy: policy) }
        }
      }
      for (moment, facts) in zip(missing, made) { known[moment] = facts }
      // The start of the period for changes differs each day.
      known = known.filter { moments.contains($0.key) }
      (counted, ranked) = ([:], [:])
    }
    return moments.map { known[$0] }
  }

  /// The figures of a scope's communes at each of the moments; nil for moments without a record.
  func figures(
    at moments: [Date], within scope: Scope, for caller: BoundedQueue.Caller
  ) async throws -> [OverviewFigures?] {
    let facts = try await facts(at: moments, for: caller)
    return zip(moments, facts).map { moment, facts in
      guard let facts else { return nil }
      if let figures = counted[scope]?[moment] { return figures }
      let figures = OverviewFigures(
        facts.filter { scope.contains(commune: $0.code, in: $0.province) },
        criteria: policy.criteria.count)
      counted[scope, default: [:]][moment] = figures
      return figures
    }
  }

  /// The ranks of a scope's communes at a moment; nil without a record.
  func ranks(
    at moment: Date, within scope: Scope, for caller: BoundedQueue.Caller
  ) async throws -> FormerRanks? {
    guard let facts = try await facts(at: [moment], for: caller).first ?? nil else { return nil }
    if let ranks = ranked[scope]?[moment] { return ranks }
    let ranks = FormerRanks(facts.filter { scope.contains(commune: $0.code, in: $0.province) })
    ranked[scope, default: [:]][moment] = ranks
    return ranks
  }

  /// The ends of recent months in Vietnam, the oldest first.
  static func monthEnds(before now: Date) -> [Date] {
    let parts = VietnamDay.text(now).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return [] }
    return (0..<months).reversed().compactMap { back in
      let month = parts[0] * 12 + parts[1] - 1 - back
      let first = "\(month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)-01"
      // The end of the previous month is the beginning of this one.
      return VietnamDay.end(first)?.addingTimeInterval(-86_401)
    }
  }

  /// The end of the day ``moveDays`` days ago in Vietnam: constant all day, so that it is read
  /// once.
  static func moveStart(before now: Date) -> Date {
    let day = VietnamDay.text(now.addingTimeInterval(-moveDays * 86_400))
    return VietnamDay.end(day)?.addingTimeInterval(-1) ?? now
  }
}
