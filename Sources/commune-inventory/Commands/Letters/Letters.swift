import Foundation
import InventoryServer
import InventoryStore
import LetterDelivery
import Presentation
import Prioritization

/// The letters of one period.
struct Letters {
  let store: InventoryStore
  let policy: Policy
  let period: LetterPeriod
  let destinations: LetterDestinations?
  let now: Date

  struct Made {
    var reader: LetterReader
    var text: LetterText
  }

  /// The readers who get a letter.
  ///
  /// - Parameters:
  ///   - name: of the only one; nil for all.
  ///   - onlyWilling: whether to leave out users who do not want letters of this period, or have no
  ///     address.
  func readers(named name: String?, onlyWilling: Bool) async throws -> [LetterReader] {
    let readers =
      if let name { [try await store.letters.reader(name)] } else {
        try await store.letters.readers()
      }
    guard onlyWilling else { return readers }
    return readers.filter { $0.settings.period == period && $0.settings.email != nil }
  }

  /// The letters of the readers, in their order; nothing is stored.
  func made(for readers: [LetterReader]) async throws -> [Made] {
    let material = try await material(Set(readers.map(\.user.scope)))
    let writer = Writer(material: material, messages: try .embedded(), pages: destinations?.pages)
    return readers.map { Made(reader: $0, text: writer.letter(to: $0).text) }
  }

  /// Queues the letters that have any content, all or none.
  ///
  /// - Parameter name: of the only user who gets one; nil for all users who want one, and webhooks.
  /// - Returns: number of new letters.
  /// - Throws: ``Failure`` if the only user does not want it.
  func file(named name: String?) async throws -> Int {
    let readers = try await readers(named: name, onlyWilling: true)
    if let name, readers.isEmpty {
      throw Failure(
        Failure.badInput,
        "\(name) has not chosen \(period.rawValue) letters or has no address: run user letters \(name) --help."
      )
    }
    let webhooks =
      name == nil ? destinations?.webhooks.filter { $0.period == period } ?? [] : []
    let material = try await material(Set(readers.map(\.user.scope) + webhooks.map(\.scope)))
    let writer = Writer(material: material, messages: try .embedded(), pages: destinations?.pages)
    var letters: [(recipient: LetterRecipient, content: LetterContent)] = []
    for reader in readers {
      let (text, isEmpty) = writer.letter(to: reader)
      if !isEmpty { letters.append((.user(reader.user), LetterContent(text))) }
    }
    for webhook in webhooks {
      let (text, isEmpty) = writer.letter(to: webhook)
      if !isEmpty {
        letters.append((.webhook(name: webhook.name, webhook.scope), LetterContent(text)))
      }
    }
    return try await store.letters.file(letters, of: material.window, now: now)
  }

  private func material(_ scopes: Set<Scope>) async throws -> LetterMaterial {
    try await LetterMaterial.read(
      store, policy: policy, window: try await store.letters.window(period, now: now),
      scopes: scopes, now: now)
  }

  /// Writes letters; one text for all readers of one area, role and language.
  private final class Writer {
    private struct Key: Hashable {
      var scope: Scope
      var role: UserRole?
      var language: Language
    }

    let material: LetterMaterial
    let messages: Messages
    let pages: String?
    private var written: [Key: (text: LetterText, isEmpty: Bool)] = [:]

    init(material: LetterMaterial, messages: Messages, pages: String?) {
      (self.material, self.messages, self.pages) = (material, messages, pages)
    }

    func letter(to reader: LetterReader) -> (text: LetterText, isEmpty: Bool) {
      letter(
        Key(
          scope: reader.user.scope, role: reader.user.role,
          language: Language(rawValue: reader.settings.language.rawValue) ?? .vi),
        areaName: reader.user.scopeName)
    }

    func letter(to webhook: LetterDestinations.Webhook) -> (text: LetterText, isEmpty: Bool) {
      letter(
        Key(
          scope: webhook.scope, role: nil,
          language: Language(rawValue: webhook.language.rawValue) ?? .vi),
        areaName: material.name(of: webhook.scope))
    }

    private func letter(_ key: Key, areaName: String?) -> (text: LetterText, isEmpty: Bool) {
      if let known = written[key] { return known }
      let document = material.letter(scope: key.scope, role: key.role, areaName: areaName)
      let made = (
        LetterText(document, key.language, messages: messages, pages: pages), document.isEmpty
      )
      written[key] = made
      return made
    }
  }
}

extension LetterContent {
  init(_ text: LetterText) {
    self.init(subject: text.subject, plain: text.plain, html: text.html)
  }
}
