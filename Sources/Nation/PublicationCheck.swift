public import InventoryStore
public import Foundation
import PostgreSQL
public import Prioritization

/// Compares what a province has published with its inventory, by counts and digests per table and
/// month.
public struct PublicationCheck: Sendable, Codable, Equatable {
  public struct Difference: Sendable, Codable, Equatable {
    public var table: String
    /// The month's first day; nil for tables that are published whole.
    public var month: String?
    /// Numbers of rows in the inventory, and in the nation's database.
    public var own: Int
    public var published: Int
  }

  /// The moment as of which the publication was made.
  public var publishedAsOf: Date
  /// Whether the inventory was changed since then, which explains differences.
  public var hasChanged: Bool
  public var parts: Int
  public var rows: Int
  public var differences: [Difference]

  /// - Throws: `PostgreSQLError`, ``NationError``, `InventoryError`.
  public init(
    _ inventory: InventoryReading, province: String, policy: Policy, policyDigest: String,
    in nation: NationDatabase
  ) throws {
    try nation.requireSchema()
    guard let publication = try nation.publications(of: province).first else {
      throw NationError(
        .nothingPublished,
        "Province \(province) has not been published yet: run commune-inventory publish without --verify first."
      )
    }
    // As of that moment, since the present is published as it stood then.
    let own = try ProvinceSnapshot(
      inventory, province: province, policy: policy, policyDigest: policyDigest,
      moment: publication.snapshotAt)
    publishedAsOf = publication.snapshotAt
    hasChanged = own.revision != publication.revision
    parts = 0
    rows = 0
    differences = []
    for dataset in Dataset.present + Dataset.histories {
      let published = try nation.marks(of: dataset, province)
      let noted = own.parts[dataset.name] ?? [:]
      for month in Set(published.keys).union(noted.keys).sorted() {
        let here = PartMark(noted[month] ?? PartRows())
        let there = published[month] ?? PartMark(PartRows())
        parts += 1
        rows += here.count
        guard here != there else { continue }
        differences.append(
          Difference(
            table: dataset.name, month: dataset.isMonthly ? month : nil, own: here.count,
            published: there.count))
      }
      WorkProgress.report?(Double(parts) / Double(parts + 20))
    }
  }
}

extension NationDatabase {
  /// The marks of a province's actual rows, by month.
  fileprivate func marks(
    of dataset: Dataset, _ province: String
  ) throws -> [String: PartMark] {
    guard dataset.isMonthly else {
      return [VietnamMonth.none: try mark(of: dataset, [province])]
    }
    let rows = try connection.execute(dataset.digestMonths, [province])
    var marks: [String: PartMark] = [:]
    for row in 0..<rows.count {
      marks[rows.text(row, 0) ?? ""] = PartMark(
        count: Int(rows.whole(row, 1) ?? 0), digest: rows.text(row, 2) ?? "")
    }
    return marks
  }
}
