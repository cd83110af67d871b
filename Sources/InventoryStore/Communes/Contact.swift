public import Foundation
import GRDB

/// The contact of a commune, and who entered it.
public struct CommuneContact: Sendable, Equatable {
  public var details: ContactDetails
  /// A user's name, or the system's user at the command line.
  public var changedBy: String
  public var changedAt: Date
}

/// A note about a commune.
public struct CommuneNote: DecodedRow, Sendable, Equatable {
  /// Maximum length in characters.
  public static let maximumText = 500
  /// Maximum number of notes of one commune; at the maximum, one must be removed before another is
  /// added.
  public static let maximumNotes = 200

  /// Its number in the inventory.
  public var number: Int64
  public var text: String
  public var writtenBy: String
  public var writtenAt: Date

  /// Whether a user may remove it. An officer may remove only their own notes, since nothing
  /// restores what the province or the centre wrote.
  ///
  /// - Parameter user: nil for the command line.
  public func mayBeRemoved(by user: User?) -> Bool {
    guard let user else { return true }
    return user.role.allows(.administer) || writtenBy == user.actor.name
  }
}

/// Contacts and notes: personal data, for those who may see the commune. The audit log names what
/// was changed, never the values.
extension InventoryStore.Communes {
  /// The contact of a commune; nil if none is known.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func contact(of commune: String, within scope: Scope) async throws -> CommuneContact? {
    try await store.pool.read { database in
      _ = try scope.requireCommune(commune, database)
      return try Self.contact(of: commune, database)
    }
  }

  /// Notes, newest first.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func notes(of commune: String, within scope: Scope) async throws -> [CommuneNote] {
    try await store.pool.read { database in
      _ = try scope.requireCommune(commune, database)
      return try CommuneNote.fetchAll(
        database,
        sql: """
          SELECT * FROM commune_note WHERE commune = ? ORDER BY writtenAt DESC, number DESC LIMIT ?
          """, arguments: [commune, CommuneNote.maximumNotes])
    }
  }

  /// Replaces the contact; an empty one removes it.
  ///
  /// - Parameter user: nil for the command line.
  /// - Throws: ``InventoryError`` with `communeUnknown`.
  public func setContact(
    _ contact: ContactDetails, of commune: String, within scope: Scope, by user: User?, now: Date
  ) async throws {
    let actor = user?.actor ?? .systemUser()
    try await store.write(for: commune, within: scope) { _, database in
      let changed = try Self.file(contact, of: commune, by: actor, now: now, database)
      guard !changed.isEmpty else { return }
      try AuditLog.append(
        .contactChanged, "commune \(commune)", [.fields: .init(changed.joined(separator: ", "))],
        by: actor, at: now, database)
    }
  }

  /// Adds a note.
  ///
  /// - Parameters:
  ///   - text: cut to ``CommuneNote/maximumText`` characters.
  ///   - user: nil for the command line.
  /// - Throws: ``InventoryError`` with `communeUnknown`; `argumentMalformed` if the text is blank
  ///   or the commune has ``CommuneNote/maximumNotes`` notes.
  public func addNote(
    _ text: String, to commune: String, within scope: Scope, by user: User?, now: Date
  ) async throws {
    let actor = user?.actor ?? .systemUser()
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let text = line.cleaned(CommuneNote.maximumText) else {
      throw InventoryError(.argumentMalformed, "The note is empty: write what others should know.")
    }
    try await store.write(for: commune, within: scope) { _, database in
      let notes = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM commune_note WHERE commune = ?", arguments: [commune])
      guard notes ?? 0 < CommuneNote.maximumNotes else {
        throw InventoryError(
          .argumentMalformed,
          "The commune has \(CommuneNote.maximumNotes) notes: remove old ones first.")
      }
      try database.execute(
        sql: "INSERT INTO commune_note (commune, text, writtenBy, writtenAt) VALUES (?, ?, ?, ?)",
        arguments: [commune, text, actor.name, Instant(now)])
      try AuditLog.append(
        .noteAdded, "commune \(commune)", [.noteNumber: .init(database.lastInsertedRowID)],
        by: actor, at: now, database)
    }
  }

  /// Deletes a note. The audit log keeps who deleted it and who had written it.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`, `stateConflict` if there is none, or
  ///   `notOwn` if the user may not remove it.
  public func removeNote(
    _ number: Int64, of commune: String, within scope: Scope, by user: User?, now: Date
  ) async throws {
    let actor = user?.actor ?? .systemUser()
    try await store.write(for: commune, within: scope) { _, database in
      let note = try CommuneNote.fetchOne(
        database, sql: "SELECT * FROM commune_note WHERE number = ? AND commune = ?",
        arguments: [number, commune])
      guard let note else {
        throw InventoryError(.stateConflict, "There is no such note: reload the page.")
      }
      guard note.mayBeRemoved(by: user) else {
        throw InventoryError(
          .notOwn,
          "Only \(note.writtenBy) or an administrator can remove this note: add another that corrects it."
        )
      }
      try database.execute(
        sql: "DELETE FROM commune_note WHERE number = ?", arguments: [number])
      try AuditLog.append(
        .noteRemoved, "commune \(commune)",
        [.noteNumber: .init(number), .writtenBy: .init(note.writtenBy)], by: actor, at: now,
        database)
    }
  }

  static func contact(of commune: String, _ database: Database) throws -> CommuneContact? {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM commune_contact WHERE commune = ?"),
      arguments: [commune])
    return row.map { row in
      CommuneContact(
        details: ContactDetails(stored: row), changedBy: row["changedBy"],
        changedAt: row.date("changedAt"))
    }
  }

  /// Stores a contact, or removes it if it is empty.
  ///
  /// - Returns: the names of the columns that changed.
  static func file(
    _ contact: ContactDetails, of commune: String, by actor: Actor, now: Date,
    _ database: Database
  ) throws -> [String] {
    let known = try Self.contact(of: commune, database)?.details
    let changed = [
      ("contactName", known?.name != contact.name), ("contactPhone", known?.phone != contact.phone),
      ("contactEmail", known?.email != contact.email),
    ].filter(\.1).map(\.0)
    guard !changed.isEmpty else { return [] }
    if contact.isEmpty {
      try database.cachedStatement(sql: "DELETE FROM commune_contact WHERE commune = ?")
        .execute(arguments: [commune])
    } else {
      try database.cachedStatement(
        sql: """
          INSERT OR REPLACE INTO commune_contact (commune, name, phone, email, changedBy, changedAt)
          VALUES (?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        commune, contact.name, contact.phone, contact.email, actor.name, Instant(now),
      ])
    }
    return changed
  }
}

extension ContactDetails {
  /// - Parameter row: with columns `name`, `phone` and `email`, which were checked when they were
  ///   stored.
  init(stored row: Row) {
    // Another program may have written anything to the file: an invalid part is left out.
    func part(_ column: String, _ make: (String) throws -> ContactDetails) -> String? {
      (row[column] as String?).flatMap { text in (try? make(text)) == nil ? nil : text }
    }
    let name = part("name") { try ContactDetails(stored: $0, phone: nil, email: nil) }
    let phone = part("phone") { try ContactDetails(stored: nil, phone: $0, email: nil) }
    let email = part("email") { try ContactDetails(stored: nil, phone: nil, email: $0) }
    self = (try? ContactDetails(stored: name, phone: phone, email: email)) ?? .none
  }

  /// No contact.
  static let none = ContactDetails()

  private init() {
    name = nil
    phone = nil
    email = nil
  }
}
