import Foundation
import MeasureTables
import Presentation
import Prioritization
import Reporting

/// Rankings and plans from a planner's table, without an inventory. What only an inventory knows,
/// such as the state of reporting, stays unknown.
struct TableSource {
  let policy: PolicyFile
  let provenance: Provenance
  private let path: String
  private let table: MeasureTable
  private let rows: [MeasureTable.Row]

  /// - Parameter province: only rows with this text in the column `province`; nil for all.
  /// - Throws: ``Failure`` with line, column and remedy.
  init(_ path: String, policy: PolicyFile, province: String?) throws {
    let bytes = try InputFile.read(
      path, maximum: MeasureTable.maximumBytes, what: "the table ")
    let table: MeasureTable
    do {
      table = try MeasureTable(bytes, policy: policy.policy)
    } catch {
      throw Failure(Failure.badInput, "\(path): \(error).")
    }
    if let province {
      guard table.namesProvinces else {
        throw Failure(
          Failure.badInput,
          "\(path) has no column \"province\" to filter by: add it, or omit --province.")
      }
      rows = table.rows.filter { $0.province == province }
      guard !rows.isEmpty else {
        throw Failure(
          Failure.badInput,
          "\(path) has no commune of province \"\(province.prefix(40))\": enter it as in the table."
        )
      }
    } else {
      rows = table.rows
    }
    (self.path, self.table, self.policy) = (path, table, policy)
    provenance = Provenance(
      asOf: nil,
      table: .init(
        name: URL(fileURLWithPath: path).lastPathComponent,
        digest: SHA256Digest.hexadecimal(of: bytes)),
      policyDigest: policy.digest)
  }

  func ranking() -> RankingDocument {
    let places = places
    let ranking = Ranking(policy: policy.policy, communes: rows.map(\.measures))
    return RankingDocument(
      policy: policy.policy, provenance: provenance,
      entries: ranking.communes.compactMap { ranked in
        guard let place = places[ranked.standing.code] else { return nil }
        let row = rows[place]
        return RankingDocument.Entry(
          ranked: ranked,
          facts: .init(
            name: row.name, province: Self.code(row.province), provinceName: row.province, kind: "",
            reporting: nil, simulated: false, machines: 0, lastReport: nil,
            values: row.values.map { $0.map { (low: $0.lowerBound, high: $0.upperBound) } },
            observedAt: row.values.map { _ in nil }, context: row.context))
      })
  }

  /// - Parameter top: the k of "among the first k".
  func change(of code: String, top: Int) -> RankChange? {
    let measures = rows.map(\.measures)
    return measures.first { $0.code == code }.flatMap {
      RankChange(Ranking(policy: policy.policy, communes: measures), measures: $0, top: top)
    }
  }

  /// - Throws: ``Failure`` if the table does not say how much each commune needs; ``PlanError``.
  func plan(budget: PlanBudget) throws -> PlanDocument {
    do {
      try table.requireNeeds(policy.policy)
    } catch {
      throw Failure(Failure.badInput, "\(path): \(error).")
    }
    return PlanDocument(
      policy: policy.policy, provenance: provenance,
      plan: try Plan(policy: policy.policy, communes: rows.map(\.measures), budget: budget),
      places: Dictionary(
        rows.map { row in
          (
            row.code,
            PlanDocument.Place(
              name: row.name, province: Self.code(row.province), provinceName: row.province,
              simulated: false)
          )
        }, uniquingKeysWith: { first, _ in first }))
  }

  /// The index of each commune's row in the table.
  private var places: [String: Int] {
    Dictionary(
      rows.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A cell of a column that may hold names, if it is a code; else empty.
  private static func code(_ province: String) -> String {
    province.utf8.count == 2 && province.utf8.allSatisfy { (48...57).contains($0) }
      ? province : ""
  }
}
