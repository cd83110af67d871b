import GRDB

extension RetentionRun {
  /// Number of machines examined in one read.
  private static let machinesAtOnce: Int64 = 400

  /// Deletes the texts of replaced sections; their digests and dates stay.
  ///
  /// - Parameter whole: the part of the run's progress that this step covers.
  mutating func deleteSectionBodies(_ whole: ClosedRange<Double>) async throws {
    let last = try await read { database in
      try Int64.fetchOne(database, sql: "SELECT max(number) FROM machine") ?? 0
    }
    var first: Int64 = 0
    while first <= last {
      let limits = limits
      let numbers = first..<min(first + Self.machinesAtOnce, last + 1)
      beginPart(of: whole, machines: numbers, last: last)
      first = numbers.upperBound
      let found = try await read { database in
        try Int64.fetchAll(
          database, sql: "SELECT number FROM machine WHERE number >= ? AND number < ?",
          arguments: [numbers.lowerBound, numbers.upperBound]
        ).flatMap {
          try ReplacedSections(limits: limits, machine: $0, database: database).find()
        }
      }
      try await delete(found)
      try await limitUnknownSections(of: numbers, besides: found)
    }
  }

  /// Deletes texts in the order in which they were written, since such texts lie on the same pages.
  mutating func delete(_ sections: [ReplacedSection]) async throws {
    guard !sections.isEmpty else { return }
    for section in sections {
      result.add(
        section.isUnknown ? .unknownSections : .sectionBodies, count: 1, bytes: section.bytes)
    }
    guard !isDryRun else { return }
    let limit = limits.sectionBodies
    try await write(sections.sorted { $0.id < $1.id }) { section, database in
      if !section.isUnknown { try PastKept.note(limit, database) }
      try ReportedPast.file(section, database)
      try database.cachedStatement(sql: "DELETE FROM section_body WHERE section = ?")
        .execute(arguments: [section.id])
      guard database.changesCount > 0 else { return }
      try database.cachedStatement(sql: "UPDATE section SET kept = 0 WHERE id = ?")
        .execute(arguments: [section.id])
      if section.isUnknown {
        try database.cachedStatement(
          sql: "UPDATE machine SET unknownBytes = max(0, unknownBytes - ?) WHERE number = ?"
        ).execute(arguments: [section.bytes, section.machine])
      }
    }
  }

  /// Deletes the oldest replaced texts of probes that this version does not know, of machines that
  /// exceed the limit for them.
  private mutating func limitUnknownSections(
    of numbers: Range<Int64>, besides found: [ReplacedSection]
  ) async throws {
    let most = limits.retention.unknownSectionsBytes
    guard most > 0 else { return }
    let known = Sections.knownProbes.map { "'\($0)'" }.joined(separator: ", ")
    let going = Set(found.map(\.id))
    let excess = try await read { database -> [ReplacedSection] in
      let machines = try Row.fetchAll(
        database,
        sql: """
          SELECT number, unknownBytes FROM machine
          WHERE unknownBytes > ? AND number >= ? AND number < ?
          """, arguments: [most, numbers.lowerBound, numbers.upperBound])
      return try machines.flatMap { row -> [ReplacedSection] in
        let machine: Int64 = row["number"]
        let rows = try Row.fetchAll(
          database,
          sql: """
            SELECT s.id, s.probe, s.firstSeen, s.lastSeen, length(CAST(b.body AS BLOB)) AS bytes
            FROM section s JOIN section_body b ON b.section = s.id
            WHERE s.machine = ? AND s.current = 0 AND s.kept = 1 AND s.probe NOT IN (\(known))
            ORDER BY s.firstSeen DESC, s.id DESC
            """, arguments: [machine])
        // Current texts count first.
        var bytes =
          row["unknownBytes"] as Int - rows.reduce(0) { $0 + ($1["bytes"] as Int) }
        return rows.compactMap { row in
          guard !going.contains(row["id"]) else { return nil }
          bytes += row["bytes"] as Int
          guard bytes > most else { return nil }
          return ReplacedSection(
            id: row["id"], machine: machine, probe: row["probe"], firstSeen: row["firstSeen"],
            lastSeen: row["lastSeen"], bytes: row["bytes"], past: nil)
        }
      }
    }
    try await delete(excess)
  }
}
