import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The subject of a comparison, from an address or a command: two communes, or one at two times.
struct CompareQuery {
  struct Side: Equatable {
    var commune: String
    /// nil for now.
    var asOf: Date?
  }

  let first: Side
  let second: Side

  /// `first` and `second` are codes, `firstAsOf` and `secondAsOf` times in the past. Without
  /// `second`, the first commune is compared with itself.
  ///
  /// - Returns: nil if the query does not name the subject yet.
  /// - Throws: ``ServerError`` with `argumentMalformed` or `timeMalformed`.
  init?(_ query: PageQuery, now: Date) throws {
    guard let first = query["first"] else { return nil }
    self.first = Side(commune: first, asOf: try query.asOf("firstAsOf", now: now))
    second = Side(
      commune: query["second"] ?? first, asOf: try query.asOf("secondAsOf", now: now))
    guard self.first != second || query["second"] != nil else { return nil }
    guard self.first != second else {
      throw ServerError(
        .argumentMalformed,
        "Both sides are the same: name another commune, or another day for one of them.")
    }
  }
}

extension CommuneSource {
  /// Two standings side by side. Each commune is ranked within its province; two communes of one
  /// province at one time come from the same ranking.
  ///
  /// - Throws: `InventoryError` with `communeUnknown`; ``ServerError`` with `argumentMalformed` or
  ///   `busy`.
  func comparison(
    _ query: CompareQuery, within scope: Scope, for caller: BoundedQueue.Caller
  ) async throws -> CommuneComparison {
    let first = try await side(query.first, scope, caller)
    let second = try await side(query.second, scope, caller)
    guard let comparison = CommuneComparison(policy: policy, first: first, second: second) else {
      throw ServerError(.argumentMalformed, "The two were ranked by different policies.")
    }
    return comparison
  }

  private func side(
    _ side: CompareQuery.Side, _ scope: Scope, _ caller: BoundedQueue.Caller
  ) async throws -> CommuneComparison.Side {
    let details = try await store.communes.details(side.commune, within: scope, now: now())
    let document = try await cache.document(
      .init(province: details.register.provinceCode, scope: scope), asOf: side.asOf, for: caller)
    guard
      let entry = document.entries.first(where: { $0.ranked.standing.code == side.commune })
    else {
      throw InventoryError(.communeUnknown, "Commune \(side.commune) no longer exists.")
    }
    return .init(
      entry: entry, asOf: document.asOf ?? now(), isPast: side.asOf != nil,
      rankedAmong: document.rankedAmong)
  }
}
