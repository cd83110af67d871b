import Foundation
import InventoryStore
import Presentation
import Prioritization

/// What was read of programmes: the frozen part for good, the rest until it changes.
actor ProgrammeCache {
  private struct Key: Hashable {
    var number: Int64
    var scope: Scope
  }

  private static let maximumEntries = 32

  nonisolated let source: ProgrammeSource
  private var bases: [Int64: ProgrammeBasis] = [:]
  private var records: [Key: ProgrammeRecord] = [:]

  init(source: ProgrammeSource) { self.source = source }

  /// A programme as it stands.
  ///
  /// - Throws: `InventoryError` with `programmeUnknown`.
  func document(
    _ number: Int64, within scope: Scope, now: Date
  ) async throws -> (record: ProgrammeRecord, document: ProgrammeDocument) {
    let record = try await record(
      of: source.store.programmes.programme(number, within: scope), within: scope)
    let basis = try await basis(number, within: scope)
    return (
      record, try await source.document(record, basis, within: scope, now: now)
    )
  }

  /// A programme without its effect, which takes the present of every commune.
  func purchases(
    _ programme: Programme, within scope: Scope, now: Date
  ) async throws -> ProgrammeDocument {
    try await purchases(record(of: programme, within: scope), within: scope, now: now)
  }

  private func purchases(
    _ record: ProgrammeRecord, within scope: Scope, now: Date
  ) async throws -> ProgrammeDocument {
    let basis = try await basis(record.programme.number, within: scope)
    return ProgrammeDocuments(record: record, basis: basis, now: now).document([])
  }

  /// What programmes buy for one commune.
  func documents(
    ofCommune code: String, within scope: Scope, now: Date
  ) async throws -> [ProgrammeDocument] {
    var documents: [ProgrammeDocument] = []
    for record in try await source.store.programmes.records(ofCommune: code, within: scope) {
      documents.append(try await purchases(record, within: scope, now: now))
    }
    return documents
  }

  /// Sums over all programmes, as far as the scope holds their purchases, and how many line items
  /// nobody has seen in time.
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

  /// - Parameter present: as it is stored now.
  private func record(
    of present: Programme, within scope: Scope
  ) async throws -> ProgrammeRecord {
    let key = Key(number: present.number, scope: scope)
    if let held = records[key], held.programme == present { return held }
    let record = try await source.store.programmes.record(present.number, within: scope)
    if records.count >= Self.maximumEntries { records.removeAll() }
    records[key] = record
    return record
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
