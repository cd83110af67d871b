import Foundation
import GRDB
import Prioritization
import Synchronization

/// All communes' situations as they were last made: a reader's memory. While reports come in, only
/// the communes that they are of are read again, and those that time makes others of.
final class SituationMemory: Sendable {
  typealias Made = [(situation: CommuneSituation, holdsUntil: Date)]

  private struct Known {
    /// Of the inventory that was read.
    var revision: Int64
    /// With which the register was last filed.
    var register: Int64
    /// By code.
    var situations: [CommuneSituation]
    /// In the same order: from when, and until when, each is what it would be made again.
    var holds: [(from: Date, until: Date)]
    var places: [String: Int]
  }

  /// Reading a few communes one by one is quicker than all; many are not.
  private static let maximumStale = 300

  /// The one that situations are remembered of.
  let policy: Policy
  private let known = Mutex<Known?>(nil)

  init(policy: Policy) { self.policy = policy }

  /// Every commune of the register at `now`.
  ///
  /// - Parameter make: reads communes from `database`, in the order of their codes.
  func all(
    now: Date, _ database: Database, _ make: (CommuneSelection) throws -> Made
  ) throws -> [CommuneSituation] {
    let revision = try Self.setting("revision", database)
    let register = try Self.setting("registerRevision", database)
    var fresh: Known
    if let remembered = known.withLock({ $0 }), remembered.register == register,
      remembered.revision <= revision,
      let stale = try Self.stale(remembered, now: now, database)
    {
      fresh = remembered
      fresh.revision = revision
      if !stale.isEmpty {
        for (situation, until) in try make(CommuneSelection(codes: stale)) {
          guard let place = fresh.places[situation.code] else { continue }
          fresh.situations[place] = situation
          fresh.holds[place] = (now, until)
        }
      }
    } else {
      let made = try make(CommuneSelection(province: nil, scope: .country))
      fresh = Known(
        revision: revision, register: register, situations: made.map(\.situation),
        holds: made.map { (now, $0.holdsUntil) },
        places: Dictionary(
          made.enumerated().map { ($1.situation.code, $0) }, uniquingKeysWith: { first, _ in first }
        ))
    }
    // One who read before, but ended later, knows less.
    known.withLock { if ($0?.revision ?? 0) <= revision { $0 = fresh } }
    return fresh.situations
  }

  /// Codes of what must be read again; nil where reading all is quicker.
  private static func stale(
    _ known: Known, now: Date, _ database: Database
  ) throws -> [String]? {
    var stale = Set(
      try String.fetchAll(
        database.cachedStatement(sql: "SELECT commune FROM commune_reporting WHERE revision > ?"),
        arguments: [known.revision]))
    for (place, holds) in known.holds.enumerated() where now < holds.from || now >= holds.until {
      stale.insert(known.situations[place].code)
    }
    return stale.count <= maximumStale ? stale.sorted() : nil
  }

  private static func setting(_ name: String, _ database: Database) throws -> Int64 {
    try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?"),
      arguments: [name]) ?? 0
  }
}
