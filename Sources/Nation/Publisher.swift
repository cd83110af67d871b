import Foundation
import InventoryStore
import PostgreSQL
import Prioritization
import Reporting

/// Publishes a province's snapshot: makes the nation's tables equal to it, batch by batch.
///
/// A batch is one month of a history, or the whole present, in a transaction of its own that also
/// records count and digest (`publication_part`). Parts that are recorded as equal are not sent
/// again, so an interrupted publisher continues from there. Any other rows that the nation has,
/// such as those of a day that a restore undid, make their part differ and are replaced with it.
public struct Publisher {
  public struct Result: Sendable, Equatable, Codable {
    /// Number of batches written, and of rows in them.
    public var batches = 0
    public var rows = 0
    /// Number of rows that the province has published in all.
    public var publishedRows = 0
  }

  private let nation: NationDatabase
  private let snapshot: ProvinceSnapshot
  private let run = UUID().uuidString
  private let host: String
  /// Rows that changed since then may be unknown there; microseconds since 1970, nil for all rows.
  private var changedSince: Int64?

  /// How long before the last publication that is: a clock may have been set back a little, and
  /// time alone changes measures at moments before they are renewed.
  private static let overlapSeconds = 2 * 86_400.0

  private init(_ snapshot: ProvinceSnapshot, to nation: NationDatabase) {
    self.snapshot = snapshot
    self.nation = nation
    host = ProcessInfo.processInfo.hostName
  }

  /// - Parameters:
  ///   - everything: whether to send every part again, whatever is recorded about it.
  ///   - fromAnotherCentre: whether another centre's inventory may replace what was published.
  /// - Throws: `PostgreSQLError`, ``NationError``; what was written before stays, and the next run
  ///   continues from there.
  public static func publish(
    _ snapshot: ProvinceSnapshot, to nation: NationDatabase, everything: Bool = false,
    fromAnotherCentre: Bool = false
  ) throws -> Result {
    try nation.requireSchema()
    var publisher = Publisher(snapshot, to: nation)
    return try publisher.publish(everything: everything, fromAnotherCentre)
  }

  private mutating func publish(everything: Bool, _ fromAnotherCentre: Bool) throws -> Result {
    try begin(fromAnotherCentre)
    let noted = try nation.parts(of: snapshot.province)
    let known = everything ? [:] : noted
    changedSince = try nation.publications(of: snapshot.province).first.map {
      $0.snapshotAt.addingTimeInterval(-Self.overlapSeconds).microseconds
    }
    var result = Result(publishedRows: snapshot.rowCount)
    let waiting = try Dataset.histories.flatMap { dataset in
      let own = snapshot.parts[dataset.name] ?? [:]
      var months = Set(own.keys).union(noted[dataset.name, default: [:]].keys)
      // Including months that are not recorded.
      if everything { months.formUnion(try nation.months(of: dataset, snapshot.province)) }
      return months.sorted().compactMap { month in
        let rows = own[month] ?? PartRows()
        return known[dataset.name]?[month] == PartMark(rows) ? nil : (dataset, month, rows)
      }
    }
    let total = Double(max(1, waiting.reduce(0) { $0 + $1.2.count }))
    for (dataset, month, rows) in waiting {
      try write(rows, of: dataset, month, isKnown: known[dataset.name]?[month] != nil)
      result.batches += 1
      result.rows += rows.count
      WorkProgress.report?(0.99 * min(1, Double(result.rows) / total))
    }
    // Last, and together: a reader sees the province at one moment.
    let present = Dataset.present.compactMap { dataset in
      let rows = snapshot.parts[dataset.name]?[VietnamMonth.none] ?? PartRows()
      return known[dataset.name]?[VietnamMonth.none] == PartMark(rows) ? nil : (dataset, rows)
    }
    for (dataset, rows) in present { try stage(rows.copy, of: dataset) }
    try batch {
      for (dataset, rows) in present {
        try replace(rows, of: dataset, VietnamMonth.none)
        result.rows += rows.count
      }
      try complete()
    }
    result.batches += 1
    return result
  }

  /// Takes over the province from publishers that began earlier.
  private func begin(_ fromAnotherCentre: Bool) throws {
    let connection = nation.connection
    try connection.transaction {
      try connection.execute(
        """
        INSERT INTO commune_inventory.publication (province, centre, run, host, begun_at)
        VALUES ($1, $2, '', '', now()) ON CONFLICT (province) DO NOTHING
        """, [snapshot.province, snapshot.centre])
      let known = try connection.execute(
        "SELECT centre FROM commune_inventory.publication WHERE province = $1 FOR UPDATE",
        [snapshot.province])
      guard known.text(0, 0) == snapshot.centre || fromAnotherCentre else {
        throw NationError(
          .otherCentre,
          "Province \(snapshot.province) was published by another centre's inventory: if this one takes its place for good, add --from-another-centre."
        )
      }
      try connection.execute(
        """
        UPDATE commune_inventory.publication
        SET centre = $2, run = $3, host = $4, begun_at = now() WHERE province = $1
        """, [snapshot.province, snapshot.centre, run, host])
    }
  }

  /// Runs one transaction with the province locked against other publishers.
  private func batch(_ work: () throws -> Void) throws {
    let connection = nation.connection
    try connection.transaction {
      let holder = try connection.execute(
        "SELECT run, host FROM commune_inventory.publication WHERE province = $1 FOR UPDATE",
        [snapshot.province])
      guard holder.text(0, 0) == run else {
        throw NationError(
          .overtaken,
          "Province \(snapshot.province) is being published from \(holder.text(0, 1) ?? "elsewhere") since: this run has stopped, that one goes on."
        )
      }
      try work()
    }
  }

  /// Makes a month of a history equal. Rows are sent before the transaction begins: one that waits
  /// for a network would block the province for no reason.
  ///
  /// - Parameter isKnown: whether the part was published before; if so, only the rows changed since
  ///   are tried first.
  private func write(
    _ rows: PartRows, of dataset: Dataset, _ month: String, isKnown: Bool
  ) throws {
    if isKnown, let changedSince {
      let changed = rows.changed(since: changedSince)
      if changed.count * 2 < rows.count {
        try stage(changed.copy, of: dataset)
        do {
          return try batch {
            try nation.connection.execute(dataset.deleteStaged, part(of: dataset, month))
            try insert(rows, of: dataset, month)
          }
        } catch let error as NationError where error.code == .notEqual {
          // Other rows differ as well: the whole part is replaced.
        }
      }
    }
    try stage(rows.copy, of: dataset)
    try batch { try replace(rows, of: dataset, month) }
  }

  /// Sends rows to the staging table, which only this connection sees.
  private func stage(_ copy: [UInt8], of dataset: Dataset) throws {
    try nation.connection.run(dataset.makeStaging)
    try copy.withUnsafeBytes { try nation.connection.copy($0, into: dataset.staging) }
  }

  private func replace(_ rows: PartRows, of dataset: Dataset, _ month: String) throws {
    try nation.connection.execute(dataset.deletePart, part(of: dataset, month))
    try insert(rows, of: dataset, month)
  }

  /// Inserts the staged rows, and records the part.
  ///
  /// - Parameter rows: what the part must hold then.
  /// - Throws: ``NationError`` with `notEqual` if it does not.
  private func insert(_ rows: PartRows, of dataset: Dataset, _ month: String) throws {
    try nation.connection.execute(
      dataset.insertStaged,
      [snapshot.province, String(snapshot.policy.version)] + (dataset.isMonthly ? [month] : []))
    guard try nation.mark(of: dataset, part(of: dataset, month)) == PartMark(rows) else {
      throw NationError(
        .notEqual,
        "What arrived in \(dataset.table) is not what was sent: nothing of it was kept. Report this."
      )
    }
    try note(PartMark(rows), of: dataset, month)
  }

  private func part(of dataset: Dataset, _ month: String) -> [String] {
    [snapshot.province] + (dataset.isMonthly ? [month] : [])
  }

  private func note(_ mark: PartMark, of dataset: Dataset, _ month: String) throws {
    try nation.connection.execute(
      """
      INSERT INTO commune_inventory.publication_part
        (province, dataset, month, row_count, digest, policy_version, published_at)
      VALUES ($1, $2, $3::date, $4::bigint, $5, $6, now())
      ON CONFLICT (province, dataset, month) DO UPDATE SET row_count = excluded.row_count,
        digest = excluded.digest, policy_version = excluded.policy_version,
        published_at = excluded.published_at
      """,
      [
        snapshot.province, dataset.name, month, String(mark.count), mark.digest,
        String(snapshot.policy.version),
      ])
  }

  private func complete() throws {
    try nation.connection.execute(
      """
      UPDATE commune_inventory.publication SET
        snapshot_at = timestamptz 'epoch' + $2::bigint * interval '1 microsecond',
        valid_until = timestamptz 'epoch' + $3::bigint * interval '1 microsecond',
        completed_at = now(), revision = $4::bigint, policy_id = $5, policy_version = $6,
        policy_digest = $7, measure_rules = $8, program_version = $9
      WHERE province = $1
      """,
      [
        snapshot.province, String(snapshot.moment.microseconds),
        String(snapshot.validUntil.microseconds), String(snapshot.revision), snapshot.policy.id,
        String(snapshot.policy.version), snapshot.policyDigest, snapshot.measureRules,
        Release.version,
      ])
  }
}

/// The contents of a part: equal marks mean equal rows.
struct PartMark: Equatable {
  let count: Int
  let digest: String

  init(_ rows: PartRows) {
    count = rows.count
    digest = rows.digest
  }

  init(count: Int, digest: String) {
    self.count = count
    self.digest = digest
  }
}

extension NationDatabase {
  /// The recorded marks of a province's parts, by table and month.
  func parts(of province: String) throws -> [String: [String: PartMark]] {
    let rows = try connection.execute(
      """
      SELECT dataset, month::text, row_count, digest FROM commune_inventory.publication_part
      WHERE province = $1
      """, [province])
    var parts: [String: [String: PartMark]] = [:]
    for row in 0..<rows.count {
      parts[rows.text(row, 0) ?? "", default: [:]][rows.text(row, 1) ?? ""] = PartMark(
        count: Int(rows.whole(row, 2) ?? 0), digest: rows.text(row, 3) ?? "")
    }
    return parts
  }

  /// The months for which a province actually has rows.
  func months(of dataset: Dataset, _ province: String) throws -> [String] {
    let rows = try connection.execute(
      "SELECT DISTINCT month::text FROM \(dataset.table) WHERE province = $1", [province])
    return (0..<rows.count).compactMap { rows.text($0, 0) }
  }

  /// The mark of a part's actual rows.
  func mark(of dataset: Dataset, _ part: [String]) throws -> PartMark {
    let row = try connection.execute(dataset.digestPart, part)
    return PartMark(count: Int(row.whole(0, 0) ?? 0), digest: row.text(0, 1) ?? "")
  }
}
