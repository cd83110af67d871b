public import DelimitedText
public import Foundation
public import Prioritization
import Reporting

/// Measures of communes as a planner keeps them: a table of text with `code`, a column for each
/// criterion and each context of a policy by its id, and for plans `need_` and a criterion's id;
/// `name` and `province` if wanted. A blank cell is unknown, `low–high` or `low..high` a range.
public struct MeasureTable: Sendable {
  /// Largest file that is read.
  public static let maximumBytes = DelimitedTable.maximumBytes
  /// Most communes.
  public static let maximumRows = DelimitedTable.maximumRows

  public struct Row: Sendable, Equatable {
    /// Counted in the file, the header being line 1.
    public var line: Int
    public var code: String
    /// Empty where the table does not say.
    public var name: String
    public var province: String
    /// By criterion of the policy, in its unit; nil is unknown.
    public var values: [ClosedRange<Double>?]
    /// By context of the policy, as measured; nil is unknown.
    public var context: [Double?]
    /// By criterion: how many units of what items close lie between floor and standard; nil where
    /// that is the distance between them.
    public var needs: [Double?]
  }

  /// In the order of the file.
  public let rows: [Row]
  /// Whether there is a column `province`.
  public let namesProvinces: Bool

  /// - Throws: ``MeasureTableError`` with line, column and remedy.
  public init(_ bytes: Data, policy: Policy) throws(MeasureTableError) {
    let text = try DelimitedTable(bytes)
    let header = try MeasureHeader(text.header, policy: policy)
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

  /// What a ranking or a plan takes. A table has no dates: everything was seen today.
  public var communes: [CommuneMeasures] { rows.map(\.measures) }
}

extension MeasureTable.Row {
  public var measures: CommuneMeasures {
    CommuneMeasures(
      code: code,
      observations: values.map { value in
        value.map { .known(low: $0.lowerBound, high: $0.upperBound, ageDays: 0) } ?? .unknown
      }, context: context, needs: needs)
  }
}
