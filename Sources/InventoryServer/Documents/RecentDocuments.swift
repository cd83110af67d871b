import Foundation
import InventoryStore
import Presentation

/// The most recent documents of one kind. One is reused as long as nothing has been committed to
/// the inventory since, and at most for a minute. A request that names the time of a document's
/// measures gets exactly that one while it is cached, so that a page, its files and what is saved
/// agree.
struct RecentDocuments<Parameters: Hashable & Sendable, Document: Sendable> {
  struct Key: Hashable, Sendable {
    var parameters: Parameters
    var scope: Scope
  }

  private struct Made {
    let key: Key
    let revision: Int64
    let at: Date
    let document: Document
  }

  private static var maximumAge: TimeInterval { 60 }

  private let provenance: any KeyPath<Document, Provenance> & Sendable
  /// A document's share of ``maximumWeight``.
  private let weight: @Sendable (Document) -> Int
  private let maximumEntries, maximumWeight: Int
  /// The most recently used one is last.
  private var made: [Made] = []

  init(
    _ provenance: any KeyPath<Document, Provenance> & Sendable, maximumEntries: Int,
    maximumWeight: Int = .max, weight: @escaping @Sendable (Document) -> Int = { _ in 0 }
  ) {
    (self.provenance, self.weight) = (provenance, weight)
    (self.maximumEntries, self.maximumWeight) = (maximumEntries, maximumWeight)
  }

  /// - Parameter moment: `Provenance.moment` of an earlier document; with nil the result is nil.
  mutating func held(_ key: Key, asOf moment: Int64?) -> Document? {
    guard let moment else { return nil }
    let provenance = provenance
    return use { $0.key == key && $0.document[keyPath: provenance].moment == moment }
  }

  mutating func held(_ key: Key, revision: Int64, now: Date) -> Document? {
    use {
      $0.key == key && $0.revision == revision
        && abs(now.timeIntervalSince($0.at)) < Self.maximumAge
    }
  }

  mutating func add(_ document: Document, _ key: Key, revision: Int64, at time: Date) {
    // A request that joined another's job holds the same document.
    let isHeld = made.contains {
      $0.key == key && $0.document[keyPath: provenance] == document[keyPath: provenance]
    }
    if isHeld { return }
    made.append(Made(key: key, revision: revision, at: time, document: document))
    while made.count > maximumEntries
      || made.count > 1 && made.reduce(0, { $0 + weight($1.document) }) > maximumWeight
    { made.removeFirst() }
  }

  private mutating func use(_ isWanted: (Made) -> Bool) -> Document? {
    guard let at = made.lastIndex(where: isWanted) else { return nil }
    let held = made.remove(at: at)
    made.append(held)
    return held.document
  }
}

extension Provenance {
  /// The time of a document's measures, as written in addresses.
  var moment: Int64 { asOf.map { Int64($0.timeIntervalSince1970 * 1e6) } ?? 0 }
}
