import Cryptography
public import Foundation
import GRDB

/// Printed sheets whose code proves a scanner, once each.
extension InventoryStore.Checks {
  /// How long a sheet is valid.
  public static let sheetSeconds = 3600.0
  /// Prefix of every sheet's code, which tells it from other codes on the paper.
  public static let codePrefix = "COMMUNE-CHECK:"
  /// Maximum open sheets of one commune.
  static let mostOpenSheets = 30
  /// How long an unused sheet is remembered, so that a refusal can say why it is no longer valid.
  private static let rememberedSeconds = 60 * 86_400.0

  /// Makes a sheet for a computer, or for the office as a whole if `machine` is nil.
  ///
  /// - Returns: the code to print: ``codePrefix`` and 128 random bits in base64url.
  /// - Throws: ``InventoryError`` with `communeUnknown`, `machineUnknown`, or `stateConflict` if
  ///   too many sheets are open.
  public func makeSheet(
    commune: String, machine: String?, within scope: Scope, now: Date
  ) async throws -> String {
    let code = Self.randomCode()
    guard let digest = Self.digest(code) else {
      throw InventoryError(.argumentMalformed, "The sheet's code cannot be read.")
    }
    try await store.write(for: commune, within: scope) { _, database in
      let number = try Self.number(of: machine, commune: commune, database)
      try database.execute(
        sql: "DELETE FROM check_sheet WHERE commune = ? AND usedAt IS NULL AND createdAt < ?",
        arguments: [commune, now.addingTimeInterval(-Self.rememberedSeconds).microseconds])
      let open = try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM check_sheet WHERE commune = ? AND usedAt IS NULL AND expiresAt > ?
          """, arguments: [commune, now.microseconds])
      guard open ?? 0 < Self.mostOpenSheets else {
        throw InventoryError(
          .stateConflict, "This commune has \(Self.mostOpenSheets) open sheets: use one of them.")
      }
      try database.execute(
        sql: """
          INSERT INTO check_sheet (digest, commune, machine, createdAt, expiresAt)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          digest, commune, number, now.microseconds,
          now.addingTimeInterval(Self.sheetSeconds).microseconds,
        ])
    }
    return code
  }

  /// The reason why a code proves nothing.
  public enum SheetRefusal: String, Error, Sendable {
    /// Not one of this server's codes.
    case unknown
    case otherCommune, otherComputer, expired, used
  }

  /// Accepts a scanned code as proof that the scanner of the sheet's computer works, and uses the
  /// sheet up.
  ///
  /// - Parameters:
  ///   - machine: the computer whose scanner is to be proven; nil for the office as a whole.
  ///   - format: of the file, such as `pdf`.
  ///   - signs: why the scan may be a photograph.
  /// - Throws: ``SheetRefusal``; ``InventoryError`` with `communeUnknown` or `machineUnknown`.
  public func proveScanner(
    code: String, commune: String, machine: String?, within scope: Scope, format: String,
    signs: [String], by finder: CheckFinder, now: Date
  ) async throws {
    guard let digest = Self.digest(code) else { throw SheetRefusal.unknown }
    try await store.write(for: commune, within: scope) { group, database in
      let number = try Self.number(of: machine, commune: commune, database)
      guard
        let row = try Row.fetchOne(
          database, sql: "SELECT * FROM check_sheet WHERE digest = ?", arguments: [digest])
      else { throw SheetRefusal.unknown }
      guard row["commune"] == commune else { throw SheetRefusal.otherCommune }
      guard row["machine"] as Int64? == number else { throw SheetRefusal.otherComputer }
      guard row["usedAt"] as Int64? == nil else { throw SheetRefusal.used }
      // A sheet from the future was made while the clock ran ahead.
      let made = Date(microseconds: row["createdAt"])
      guard now.microseconds < row["expiresAt"] as Int64, made.microseconds <= now.latestKnown
      else { throw SheetRefusal.expired }
      try database.execute(
        sql: "UPDATE check_sheet SET usedAt = ? WHERE digest = ?",
        arguments: [now.microseconds, digest])
      try Self.insert(
        .scanner(.init(format: format, signs: signs)), commune: commune, machine: number,
        by: finder, at: now, database)
      group.touch(commune: commune, at: now, measuresMayDiffer: true)
    }
  }

  /// Records in the audit log that a scan was refused because it looked like a photograph, for
  /// those who look after the commune.
  public func noteDoubtedScan(
    commune: String, signs: [String], by finder: CheckFinder, now: Date
  ) async throws {
    try await store.write { group in
      try AuditLog.append(
        .scanDoubted, "commune \(commune)", [.signs: .init(signs.joined(separator: ", "))],
        by: finder.actor, at: now, group.database)
    }
  }

  private static func randomCode() -> String {
    codePrefix
      + Data(RandomBytes.make(16)).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// nil if it is not one of our codes.
  private static func digest(_ code: String) -> Data? {
    guard code.hasPrefix(codePrefix), code.utf8.count == codePrefix.utf8.count + 22 else {
      return nil
    }
    return Data(SHA256.hash(data: Data(code.utf8)))
  }
}
