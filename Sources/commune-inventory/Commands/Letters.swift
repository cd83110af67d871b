import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Prioritization

/// The letters of one period.
struct Letters {
  let store: InventoryStore
  let policy: Policy
  let period: LetterPeriod
  let now: Date

  /// Those who get a letter.
  ///
  /// - Parameters:
  ///   - name: of the only one; nil for everybody.
  ///   - onlyWilling: leaves out users who do not want letters of this period, or have no address.
  func readers(named name: String?, onlyWilling: Bool) async throws -> [LetterReader] {
    let readers =
      if let name { [try await store.letters.reader(name)] } else {
        try await store.letters.readers()
      }
    guard onlyWilling else { return readers }
    return readers.filter { $0.settings.period == period && $0.settings.email != nil }
  }

  /// What each is told, in the order of the readers.
  func made(
    for readers: [LetterReader]
  ) async throws -> [(reader: LetterReader, document: LetterDocument)] {
    guard !readers.isEmpty else { return [] }
    let material = try await LetterMaterial.read(
      store, policy: policy, window: try await store.letters.window(period, now: now),
      scopes: Set(readers.map(\.user.scope)), now: now)
    return readers.map { reader in
      (
        reader,
        material.letter(
          scope: reader.user.scope, role: reader.user.role, areaName: reader.user.scopeName)
      )
    }
  }
}
