public import Foundation
public import GRDB

/// Figures counted at a commune on the spot. They are an observation with a date: they count for
/// ``validDays``, less certain with every day, beside what computers have reported since.
public struct Visit: Sendable, Equatable {
  /// Days for which a visit counts.
  public static let validDays = 365.0
  /// Maximum of each count.
  public static let maximumCount = 10_000
  public static let maximumBitsPerSecond = 1_000_000_000_000
  /// Maximum length of a note in characters.
  public static let maximumNote = 200

  /// The counted figures; nil for what was not counted.
  public struct Figures: Sendable, Equatable {
    /// Computers that can do the work, and those that are old, underpowered or without security
    /// updates.
    public var adequateComputers, otherComputers: Int?
    public var scanners: Int?
    /// Computers on which a digital signature works.
    public var digitalSignatures: Int?
    /// The rate of the line in its slower direction.
    public var lineBitsPerSecond: Int?

    public init(
      adequateComputers: Int? = nil, otherComputers: Int? = nil, scanners: Int? = nil,
      digitalSignatures: Int? = nil, lineBitsPerSecond: Int? = nil
    ) {
      (self.adequateComputers, self.otherComputers) = (adequateComputers, otherComputers)
      (self.scanners, self.digitalSignatures) = (scanners, digitalSignatures)
      self.lineBitsPerSecond = lineBitsPerSecond
    }

    /// - Throws: ``InventoryError`` with `argumentMalformed`.
    func check() throws {
      let counts = [adequateComputers, otherComputers, scanners, digitalSignatures]
      guard (adequateComputers == nil) == (otherComputers == nil) else {
        throw InventoryError(
          .argumentMalformed,
          "Give both counts of computers, adequate ones and others; 0 if there are none.")
      }
      guard counts.contains(where: { $0 != nil }) || lineBitsPerSecond != nil else {
        throw InventoryError(
          .argumentMalformed, "A visit without any figure says nothing: give at least one.")
      }
      guard counts.allSatisfy({ (0...Visit.maximumCount).contains($0 ?? 0) }),
        (0...Visit.maximumBitsPerSecond).contains(lineBitsPerSecond ?? 0)
      else {
        throw InventoryError(
          .argumentMalformed,
          "Counts are from 0 to \(Visit.maximumCount), the line from 0 to \(Visit.maximumBitsPerSecond) bit/s."
        )
      }
    }
  }

  /// Its number in the inventory.
  public var number: Int64
  public var figures: Figures
  public var visitedAt: Date
  public var note: String?
  /// A user's name, or the system's user at the command line.
  public var recordedBy: String
  public var recordedAt: Date
  public var withdrawnBy: String?
  public var withdrawnAt: Date?
}

extension Visit: FetchableRecord {
  /// - Parameter row: of the table `commune_visit`.
  public init(row: Row) {
    number = row["number"]
    figures = Figures(
      adequateComputers: row["adequateComputers"], otherComputers: row["otherComputers"],
      scanners: row["scanners"], digitalSignatures: row["digitalSignatures"],
      lineBitsPerSecond: row["lineBitsPerSecond"])
    visitedAt = row.date("visitedAt")
    note = row["note"]
    recordedBy = row["recordedBy"]
    recordedAt = row.date("recordedAt")
    withdrawnBy = row["withdrawnBy"]
    withdrawnAt = row.dateIfKnown("withdrawnAt")
  }
}

/// Results of visits. Each is in the audit log and renews the commune's measures.
extension InventoryStore.Communes {
  /// Records what was counted at a commune.
  ///
  /// - Parameters:
  ///   - day: when it was counted; not later than now, not longer ago than ``Visit/validDays``.
  ///   - note: cut to ``Visit/maximumNote`` characters.
  ///   - user: nil for the command line. The commune's own officer is refused: a figure that moves
  ///     its rank must come from somebody else.
  /// - Throws: ``InventoryError`` with `communeUnknown` or `argumentMalformed`.
  public func recordVisit(
    of commune: String, at day: Date, _ figures: Visit.Figures, note: String? = nil,
    within scope: Scope, by user: User?, now: Date
  ) async throws {
    try figures.check()
    guard day <= now, day >= now.addingTimeInterval(-Visit.validDays * 86_400) else {
      throw InventoryError(
        .argumentMalformed,
        "The day of the visit must be one of the last \(Int(Visit.validDays)) days.")
    }
    try Self.requireVisitor(user)
    let actor = user?.actor ?? .systemUser()
    let note = note?.cleaned(Visit.maximumNote)
    try await store.write(for: commune, within: scope) { group, database in
      try database.execute(
        sql: """
          INSERT INTO commune_visit (commune, visitedAt, adequateComputers, otherComputers, scanners,
            digitalSignatures, lineBitsPerSecond, note, recordedBy, recordedAt)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          commune, day.microseconds, figures.adequateComputers, figures.otherComputers,
          figures.scanners, figures.digitalSignatures, figures.lineBitsPerSecond, note, actor.name,
          now.microseconds,
        ])
      var details: [AuditDetailName: AuditLog.Detail] = [.day: .init(VietnamDay.text(day))]
      for (name, figure) in figures.named { details[name] = .init(figure) }
      if let note { details[.note] = .init(note) }
      try AuditLog.append(
        .visitRecorded, "commune \(commune)", details, by: actor, at: now, database)
      group.touch(commune: commune, at: now, measuresMayDiffer: true)
    }
  }

  /// Withdraws a record, such as one with a wrong figure; earlier visits count again.
  ///
  /// - Throws: ``InventoryError`` with `communeUnknown`, `argumentMalformed`, or `stateConflict` if
  ///   there is no such record in effect.
  public func withdrawVisit(
    _ number: Int64, of commune: String, within scope: Scope, by user: User?, now: Date
  ) async throws {
    try Self.requireVisitor(user)
    let actor = user?.actor ?? .systemUser()
    try await store.write(for: commune, within: scope) { group, database in
      try database.execute(
        sql: """
          UPDATE commune_visit SET withdrawnAt = max(?, recordedAt), withdrawnBy = ?
          WHERE number = ? AND commune = ? AND withdrawnAt IS NULL
          """, arguments: [now.microseconds, actor.name, number, commune])
      guard database.changesCount == 1 else {
        throw InventoryError(
          .stateConflict, "There is no such visit in effect: reload the page.")
      }
      try AuditLog.append(
        .visitWithdrawn, "commune \(commune)", [.visit: .init(number)], by: actor, at: now,
        database)
      try EvidenceFiling.search(commune: commune, now: now, database)
      group.touch(commune: commune, at: now, measuresMayDiffer: true)
    }
  }

  private static func requireVisitor(_ user: User?) throws {
    guard user?.speaksForTheProvince ?? true else {
      throw InventoryError(
        .argumentMalformed, "Visits are recorded by the province, not by the commune itself.")
    }
  }
}

extension Visit.Figures {
  /// The counted figures, as the audit log names them.
  var named: [(AuditDetailName, Int)] {
    [
      (.adequateComputers, adequateComputers), (.otherComputers, otherComputers),
      (.scanners, scanners), (.digitalSignatures, digitalSignatures),
      (.lineBitsPerSecond, lineBitsPerSecond),
    ].compactMap { name, figure in figure.map { (name, $0) } }
  }
}
