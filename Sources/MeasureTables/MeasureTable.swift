public import DelimitedText
public import Foundation
public import Prioritization
import Reporting

/// A planner's own table of communes' measures, as text: a column `code`, one for each criterion
/// and each context of a policy, named by its id, and for plans one named `need_` and a criterion's
/// id; `name` and `province` are optional. A blank cell means unknown, `low–high` or `low..high` a
/// range.
public struct MeasureTable: Sendable {
  /// Maximum size of a file in bytes.
  public static let maximumBytes = DelimitedTable.maximumBytes
  /// Maximum number of communes.
  public static let maximumRows = DelimitedTable.maximumRows

  public struct Row: Sendable, Equatable {
    /// The line in the file, where the header is line 1.
    public var line: Int
    public var code: String
    /// Empty if the table has none.
    public var name: String
    public var province: String
    /// By criterion of the policy, in its unit; nil if unknown.
    public var values: [ClosedRange<Double>?]
    /// By context of the policy, as measured; nil if unknown.
    public var context: [Double?]
    /// By criterion: the number of purchasable units between floor and standard; nil if that is
    /// their distance itself.
    public var needs: [Double?]
    /// How many times each standard applies; empty if each applies once.
    public var factors: [Double] = []
  }

  /// In the order of the file.
  public let rows: [Row]
  /// Whether there is a column `province`.
  public let namesProvinces: Bool
  private let header: MeasureHeader

  /// - Throws: ``MeasureTableError`` with line, column and remedy.
  public init(_ bytes: Data, policy: Policy) throws(MeasureTableError) {
    let text = try DelimitedTable(bytes)
    let header = try MeasureHeader(text.header, policy: policy)
    self.header = header
    namesProvinces = header.columns.contains(.province)
    var rows: [Row] = []
    rows.reserveCapacity(text.rows.count)
    var lines: [String: Int] = [:]
    for cells in text.rows {
      let row = try header.row(cells, policy)
      if let first = lines.updateValue(row.line, forKey: row.code) {
        throw MeasureTableError(
          line: row.line, column: "code",
          message: "commune \(row.code) occurs on line \(first) already; remove one of the two")
      }
      rows.append(row)
    }
    self.rows = rows
  }

  /// Checks that a plan can count what each commune lacks.
  ///
  /// A ratio such as computers per official does not tell how many computers are lacking: without
  /// the number of officials, one computer would close a gap of forty.
  ///
  /// - Throws: ``MeasureTableError`` for the first missing need.
  public func requireNeeds(_ policy: Policy) throws(MeasureTableError) {
    for (at, criterion) in policy.criteria.enumerated() where policy.needsCount(criterion) {
      let column = MeasureHeader.needPrefix + criterion.id
      let remedy =
        "how many units of it make up the whole gap in the commune, such as its number of officials; 1 if one is enough"
      guard header.columns.contains(.need(at)) else {
        guard rows.contains(where: { $0.values[at] != nil }) else { continue }
        throw MeasureTableError(
          line: 1, column: column, message: "a plan needs this column; add it: \(remedy)")
      }
      for row in rows where row.values[at] != nil && row.needs[at] == nil {
        throw MeasureTableError(
          line: row.line, column: column, message: "a plan needs this figure; write \(remedy)")
      }
    }
  }

  /// The inputs of a ranking or a plan. A table has no dates: everything counts as seen today.
  public var communes: [CommuneMeasures] { rows.map(\.measures) }
}

extension MeasureTable.Row {
  public var measures: CommuneMeasures {
    var measures = CommuneMeasures(
      code: code,
      observations: values.map { value in
        value.map { .known(low: $0.lowerBound, high: $0.upperBound, ageDays: 0) } ?? .unknown
      }, context: context, needs: needs)
    measures.factors = factors
    return measures
  }
}

extension Policy {
  /// Whether one item closes the whole gap of a criterion unless the number needed is given.
  fileprivate func needsCount(_ criterion: Criterion) -> Bool {
    let span = abs(criterion.standard - criterion.floor)
    return items.contains { $0.criterion == criterion.id && $0.closes >= span * (1 - 1e-9) }
  }
}

/// The reason why a text is not a table of measures, the place, and what to write instead.
public typealias MeasureTableError = DelimitedTextError
