import Foundation
import GRDB
import Synchronization

/// Caches a value per commune for readers. After changes, only the communes that they concern are
/// read again, and those whose value time alone changes.
final class CommuneCache<Basis: Equatable & Sendable, Value: Sendable>: Sendable {
  /// By code; each with the moment from which time alone changes the value.
  typealias Made = [(code: String, value: Value, holdsUntil: Date)]

  private struct Known {
    /// The inputs of the values other than the inventory.
    var basis: Basis
    /// The inventory's revision when it was read.
    var revision: Int64
    /// The revision at which the register was last imported.
    var register: Int64
    var codes: [String]
    /// In the order of `codes`, as `holds`.
    var values: [Value]
    /// The period in which each value remains the same.
    var holds: [(from: Date, until: Date)]
    var places: [String: Int]
  }

  /// Above this, reading all communes is faster than reading some one by one.
  private let maximumStale = 300

  private let known = Mutex<Known?>(nil)

  /// The values of every commune of the register at `now`, by code.
  ///
  /// - Parameter make: reads communes from `database`, in order of their codes.
  func all(
    by basis: Basis, now: Date, _ database: Database, _ make: (CommuneSelection) throws -> Made
  ) throws -> [Value] {
    let revision = try setting("revision", database)
    let register = try setting("registerRevision", database)
    var fresh: Known
    if let remembered = known.withLock({ $0 }), remembered.basis == basis,
      remembered.register == register, remembered.revision <= revision,
      let stale = try stale(remembered, now: now, database)
    {
      fresh = remembered
      fresh.revision = revision
      if !stale.isEmpty {
        for made in try make(CommuneSelection(codes: stale)) {
          guard let place = fresh.places[made.code] else { continue }
          fresh.values[place] = made.value
          fresh.holds[place] = (now, made.holdsUntil)
        }
      }
    } else {
      let made = try make(CommuneSelection(province: nil, scope: .country))
      fresh = Known(
        basis: basis, revision: revision, register: register, codes: made.map(\.code),
        values: made.map(\.value), holds: made.map { (now, $0.holdsUntil) },
        places: Dictionary(
          made.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first }))
    }
    // A slower reader of an older revision must not overwrite.
    known.withLock { if ($0?.revision ?? 0) <= revision { $0 = fresh } }
    return fresh.values
  }

  /// Whether values for this basis are cached, so that reading a part of the country by way of all
  /// its communes costs nothing.
  func holds(_ basis: Basis) -> Bool { known.withLock { $0?.basis == basis } }

  /// Codes of communes to read again; nil if reading all is faster.
  private func stale(
    _ known: Known, now: Date, _ database: Database
  ) throws -> [String]? {
    var stale = Set(
      try String.fetchAll(
        database.cachedStatement(sql: "SELECT commune FROM commune_reporting WHERE revision > ?"),
        arguments: [known.revision]))
    for (place, holds) in known.holds.enumerated() where now < holds.from || now >= holds.until {
      stale.insert(known.codes[place])
    }
    return stale.count <= maximumStale ? stale.sorted() : nil
  }

  private func setting(_ name: String, _ database: Database) throws -> Int64 {
    try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?"),
      arguments: [name]) ?? 0
  }
}
