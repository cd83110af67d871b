import Foundation
import GRDB
import Reporting

/// Sections, each one probe's part of a report; stored once for as long as they do not change.
enum Sections {
  /// Probes whose sections this version reads.
  static let knownProbes = [
    "hardware", "scanners", "bandwidth", "accounts", "protection", "network",
  ]
  /// Maximum bytes of a section of a probe that this version does not know.
  static let maximumUnknown = 64 << 10

  /// Files the sections of a report and updates `held`.
  ///
  /// - Parameter unseen: the sections that the machine no longer observed before.
  /// - Returns: by probe, whether each section that was replaced failed.
  static func file(
    _ report: ReceivedReport, _ held: inout HeldSections, unseen: UnseenSections,
    _ database: Database
  ) throws -> [String: Bool] {
    let now = report.receivedAt.microseconds
    if unseen == UnseenSections(), report.sections.allSatisfy(held.holds),
      report.sections.count == held.sections.count
    {
      var seen = try BoundStatement(
        "UPDATE section SET lastSeen = max(lastSeen, ?) WHERE machine = ? AND current = 1", database
      )
      seen.bind(now)
      seen.bind(report.machine)
      try seen.run()
      return [:]
    }
    var failed: [String: Bool] = [:]
    for section in report.sections {
      if let known = held[section.probe], known.digest == section.digest {
        if unseen.includes(section.probe),
          let again = try MissedSection.begin(known, report, database)
        {
          held[section.probe] = again
          continue
        }
        var seen = try BoundStatement(
          "UPDATE section SET lastSeen = max(lastSeen, ?) WHERE id = ?", database)
        seen.bind(now)
        seen.bind(known.id)
        try seen.run()
      } else if let body = section.body {
        failed[section.probe] = try replace(section, body, &held, report, database)
      }
    }
    return failed
  }

  /// - Returns: whether it failed.
  private static func replace(
    _ section: ReceivedSection, _ body: Data, _ held: inout HeldSections,
    _ report: ReceivedReport, _ database: Database
  ) throws -> Bool {
    let (machine, now) = (report.machine, report.receivedAt.microseconds)
    if let known = held[section.probe] {
      var replaced = try BoundStatement("UPDATE section SET current = 0 WHERE id = ?", database)
      replaced.bind(known.id)
      try replaced.run()
    }
    var row = try BoundStatement(
      """
      INSERT INTO section (machine, probe, digest, firstSeen, lastSeen, current)
      VALUES (?, ?, ?, ?, ?, 1)
      """, database)
    row.bind(machine)
    row.bind(section.probe)
    row.bind(section.digest)
    row.bind(now)
    row.bind(now)
    try row.run()
    let id = database.lastInsertedRowID
    try keep(body, of: id, database)
    held[section.probe] = .init(id: id, digest: section.digest)
    return try renewState(
      body, probe: section.probe, machine: machine, seen: report.capturedAt ?? report.receivedAt,
      database)
  }

  /// Fills typed tables that a migration has added from machines' current sections. Sections that
  /// cannot be decoded are skipped; they stay stored as received.
  static func fillTables(of probes: [String], _ database: Database) throws {
    for probe in probes {
      // One at a time: a country's sections fill hundreds of megabytes.
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT s.machine, b.body, s.firstSeen FROM section s
          JOIN section_body b ON b.section = s.id WHERE s.probe = ? AND s.current = 1
          """, arguments: [probe])
      while let row = try rows.next() {
        do {
          try renewState(
            Data((row["body"] as String).utf8), probe: probe, machine: row["machine"],
            seen: row.date("firstSeen"), database)
        } catch let error as InventoryError where error.code == .sectionMalformed {
          continue
        }
      }
    }
  }

  /// Whether a stored text is a probe's failure.
  static func isFailed(_ body: Data) -> Bool {
    struct Name: Decodable { var outcome: String }
    // Most texts do not have the word.
    guard body.range(of: Data("failed".utf8)) != nil else { return false }
    return (try? JSONDecoder().decode(Name.self, from: body))?.outcome == "failed"
  }

  /// Stores the text of the section `id`.
  static func keep(_ body: Data, of id: Int64, _ database: Database) throws {
    var row = try BoundStatement("INSERT INTO section_body (section, body) VALUES (?, ?)", database)
    row.bind(id)
    row.bind(String(decoding: body, as: UTF8.self))
    try row.run()
  }

  /// Writes a section into the typed tables. A section of an unknown probe is only checked.
  ///
  /// - Returns: whether the probe failed.
  /// - Throws: ``InventoryError`` with `sectionMalformed`.
  @discardableResult
  static func renewState(
    _ body: Data, probe: String, machine: Int64, seen: Date, _ database: Database
  ) throws -> Bool {
    var hasFailed = false
    do {
      switch probe {
      case "hardware":
        let outcome =
          try PlainHardware.read(body).map(Outcome.observed)
          ?? JSONDecoder().decode(Outcome<HardwareFacts>.self, from: body)
        try HardwareState.write(outcome, machine: machine, database)
        hasFailed = outcome.hasFailed
      case "scanners":
        let outcome =
          try PlainScanners.read(body).map(Outcome.observed)
          ?? JSONDecoder().decode(Outcome<ScannerFacts>.self, from: body)
        try ScannerState.write(outcome, machine: machine, database)
        hasFailed = outcome.hasFailed
      case "bandwidth":
        let outcome = try JSONDecoder().decode(Outcome<BandwidthFacts>.self, from: body)
        try BandwidthState.write(outcome, machine: machine, seen: seen, database)
      case "accounts":
        let outcome = try JSONDecoder().decode(Outcome<AccountFacts>.self, from: body)
        try AccountState.write(outcome, machine: machine, seen: seen, database)
        hasFailed = outcome.hasFailed
      // Shown in the history; no table needs them.
      case "protection": _ = try JSONDecoder().decode(Outcome<ProtectionFacts>.self, from: body)
      case "network": _ = try JSONDecoder().decode(Outcome<NetworkFacts>.self, from: body)
      default:
        guard body.count <= maximumUnknown else {
          throw InventoryError(
            .sectionMalformed,
            "The section \"\(probe)\" is unknown here and larger than \(maximumUnknown >> 10) KiB.")
        }
        let value = try JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed)
        // A stored section must not be a digest in another spelling.
        guard let members = value as? [String: Any], members["digest"] == nil else {
          throw InventoryError(
            .sectionMalformed, "The section \"\(probe)\" is neither an object nor a digest.")
        }
      }
    } catch let error as DecodingError {
      throw InventoryError(
        .sectionMalformed, "The section \"\(probe)\" cannot be read: \(error.place).")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw InventoryError(
        .sectionMalformed, "The section \"\(probe)\" contains an impossible value.")
    } catch let error as NSError where error.domain == NSCocoaErrorDomain {
      throw InventoryError(.sectionMalformed, "The section \"\(probe)\" is not JSON.")
    }
    return hasFailed
  }
}

extension Outcome {
  fileprivate var hasFailed: Bool {
    if case .failed = self { true } else { false }
  }
}

extension DecodingError {
  /// The place in the text and what was expected, without quoting the input.
  fileprivate var place: String {
    func path(_ context: Context) -> String {
      let keys = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      return keys.isEmpty ? "at its top" : "at \(keys.joined(separator: ".").prefix(100))"
    }
    switch self {
    case .typeMismatch(_, let context): return "a value of another type \(path(context))"
    case .valueNotFound(_, let context): return "no value \(path(context))"
    case .keyNotFound(let key, let context): return "no \"\(key.stringValue)\" \(path(context))"
    case .dataCorrupted(let context): return "an unsupported value \(path(context))"
    @unknown default: return "an unknown error"
    }
  }
}
