import Crypto
import Foundation
import GRDB
import Reporting

/// One probe's part of a report, kept once for as long as it says the same.
enum Sections {
  static func file(
    _ body: Data, probe: String, _ report: ReceivedReport, _ database: Database
  ) throws {
    let digest = Data(SHA256.hash(data: body))
    let now = report.receivedAt.microseconds
    let current = try database.cachedStatement(
      sql: "SELECT id, digest FROM section WHERE machine = ? AND probe = ? AND current = 1")
    if let row = try Row.fetchOne(current, arguments: [report.machine, probe]) {
      if row["digest"] == digest {
        try database.cachedStatement(
          sql: "UPDATE section SET lastSeen = max(lastSeen, ?) WHERE id = ?"
        ).execute(arguments: [now, row["id"] as Int64])
        return
      }
      try database.cachedStatement(sql: "UPDATE section SET current = 0 WHERE id = ?")
        .execute(arguments: [row["id"] as Int64])
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO section (machine, probe, digest, body, firstSeen, lastSeen, current)
        VALUES (?, ?, ?, ?, ?, ?, 1)
        """
    ).execute(arguments: [
      report.machine, probe, digest, String(decoding: body, as: UTF8.self), now, now,
    ])
    try renewState(body, probe: probe, machine: report.machine, database)
  }

  /// Writes what the section says into the typed tables. A section of a probe that this version
  /// does not know is kept as it is.
  private static func renewState(
    _ body: Data, probe: String, machine: Int64, _ database: Database
  ) throws {
    do {
      switch probe {
      case "hardware":
        let outcome = try JSONDecoder().decode(Outcome<HardwareFacts>.self, from: body)
        try HardwareState.write(outcome, machine: machine, database)
      case "scanners":
        let outcome = try JSONDecoder().decode(Outcome<ScannerFacts>.self, from: body)
        try ScannerState.write(outcome, machine: machine, database)
      default:
        _ = try JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
      }
    } catch let error as DecodingError {
      throw InventoryError(
        .sectionMalformed, "The section \"\(probe)\" cannot be read: \(error.place).")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw InventoryError(
        .sectionMalformed, "The section \"\(probe)\" holds a value that cannot be.")
    } catch let error as NSError where error.domain == NSCocoaErrorDomain {
      throw InventoryError(.sectionMalformed, "The section \"\(probe)\" is not JSON.")
    }
  }
}

extension DecodingError {
  /// Where in the text and what was wanted, without repeating what was sent.
  fileprivate var place: String {
    func path(_ context: Context) -> String {
      let keys = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      return keys.isEmpty ? "at its top" : "at \(keys.joined(separator: ".").prefix(100))"
    }
    switch self {
    case .typeMismatch(_, let context): return "a value of another type \(path(context))"
    case .valueNotFound(_, let context): return "no value \(path(context))"
    case .keyNotFound(let key, let context): return "no \"\(key.stringValue)\" \(path(context))"
    case .dataCorrupted(let context): return "a value we do not use \(path(context))"
    @unknown default: return "an unknown fault"
    }
  }
}
