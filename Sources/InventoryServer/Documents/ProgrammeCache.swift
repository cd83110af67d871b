import Foundation
import InventoryStore
import Presentation
import Prioritization

/// Caches programmes: the frozen part as long as there is room, the rest until it changes.
actor ProgrammeCache {
  private struct Key: Hashable {
    var number: Int64
    var scope: Scope
  }

  private struct Held {
    let record: ProgrammeRecord
    /// The communes for which it buys.
    let communes: Set<String>
    /// Without the effect.
    var purchases: (at: Date, document: ProgrammeDocument)?
    /// With the effect, and the situations from which it was computed.
    var whole: (at: Date, document: ProgrammeDocument, situations: [CommuneSituation])?
  }

  private static let maximumEntries = 32
  /// Seconds for which a document stays valid if only time passes.
  private static let maximumAge: TimeInterval = 60

  nonisolated let source: ProgrammeSource
  private var bases: [Int64: ProgrammeBasis] = [:]
  private var held: [Key: Held] = [:]

  init(source: ProgrammeSource) { self.source = source }

  /// The current state of a programme.
  ///
  /// - Throws: `InventoryError` with `programmeUnknown`.
  func document(
    _ number: Int64, within scope: Scope, now: Date
  ) async throws -> (record: ProgrammeRecord, document: ProgrammeDocument) {
    let held = try await held(
      source.store.programmes.programme(number, within: scope), within: scope)
    let record = held.record
    let basis = try await basis(number, within: scope)
    let situations = try await source.situations(
      record.programme, basis, of: held.communes, within: scope, now: now)
    let documents = ProgrammeDocuments(record: record, basis: basis, now: now)
    let document: ProgrammeDocument
    if let whole = held.whole, Self.holds(whole.at, now),
      whole.situations.elementsEqual(situations, by: { $0.code == $1.code })
    {
      document = documents.renewed(whole.document, whole.situations, situations)
      keep(record, within: scope) { $0.whole = (whole.at, document, situations) }
    } else {
      document = documents.document(situations)
      keep(record, within: scope) { $0.whole = (now, document, situations) }
    }
    return (record, document)
  }

  /// A programme without its effect, which would require the present state of every commune.
  func purchases(
    _ programme: Programme, within scope: Scope, now: Date
  ) async throws -> ProgrammeDocument {
    let held = try await held(programme, within: scope)
    if let (at, document) = held.purchases, Self.holds(at, now) { return document }
    let document = try await purchases(held.record, within: scope, now: now)
    keep(held.record, within: scope) { $0.purchases = (now, document) }
    return document
  }

  private func purchases(
    _ record: ProgrammeRecord, within scope: Scope, now: Date
  ) async throws -> ProgrammeDocument {
    let basis = try await basis(record.programme.number, within: scope)
    return ProgrammeDocuments(record: record, basis: basis, now: now).document([])
  }

  /// Programmes' purchases for one commune.
  func documents(
    ofCommune code: String, within scope: Scope, now: Date
  ) async throws -> [ProgrammeDocument] {
    var documents: [ProgrammeDocument] = []
    for record in try await source.store.programmes.records(ofCommune: code, within: scope) {
      documents.append(try await purchases(record, within: scope, now: now))
    }
    return documents
  }

  /// Sums over all programmes, for the purchases within the scope, and the number of line items
  /// that no report confirmed in time.
  func money(
    within scope: Scope, now: Date
  ) async throws -> (sums: ProgrammeMoney, unconfirmed: Int)? {
    let programmes = try await source.store.programmes.list(within: scope)
    guard !programmes.isEmpty else { return nil }
    var sums: [ProgrammeMoney] = []
    var unconfirmed = 0
    for programme in programmes {
      let document = try await purchases(programme, within: scope, now: now)
      sums.append(document.money)
      unconfirmed += document.unconfirmed.count
    }
    return (ProgrammeMoney(sums), unconfirmed)
  }

  /// - Parameter present: The programme as currently stored.
  private func held(_ present: Programme, within scope: Scope) async throws -> Held {
    let key = Key(number: present.number, scope: scope)
    if let known = held[key], known.record.programme == present { return known }
    let record = try await source.store.programmes.record(present.number, within: scope)
    let new = Held(record: record, communes: Set(record.items.map(\.commune)))
    if held.count >= Self.maximumEntries { held.removeAll() }
    held[key] = new
    return new
  }

  /// Stores the change, unless the record was read again in the meantime.
  private func keep(_ record: ProgrammeRecord, within scope: Scope, _ change: (inout Held) -> Void)
  {
    let key = Key(number: record.programme.number, scope: scope)
    guard held[key]?.record.programme == record.programme else { return }
    if var known = held.removeValue(forKey: key) {
      change(&known)
      held[key] = known
    }
  }

  private static func holds(_ made: Date, _ now: Date) -> Bool {
    abs(now.timeIntervalSince(made)) < maximumAge
      && VietnamDay.text(now) == VietnamDay.text(made)
  }

  private func basis(_ number: Int64, within scope: Scope) async throws -> ProgrammeBasis {
    if let held = bases[number] { return held }
    let basis = try ProgrammeBasis(
      await source.store.programmes.foundation(number, within: scope))
    if bases.count >= Self.maximumEntries { bases.removeAll() }
    bases[number] = basis
    return basis
  }
}
