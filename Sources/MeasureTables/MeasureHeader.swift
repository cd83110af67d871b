import DelimitedText
import Foundation
import Prioritization
import SafeText
import Reporting

/// The meaning of each column of a table.
struct MeasureHeader {
  enum Column: Equatable {
    case code, name, province
    case criterion(Int)
    case context(Int)
    case need(Int)
    /// A figure with which standards grow, by its name.
    case workload(String)
  }

  static let needPrefix = "need_"

  let names: [String]
  let columns: [Column]

  init(_ names: [String], policy: Policy) throws(MeasureTableError) {
    var known: [String: Column] = ["code": .code, "name": .name, "province": .province]
    for (at, criterion) in policy.criteria.enumerated() {
      known[Self.needPrefix + criterion.id] = .need(at)
    }
    for source in policy.criteria.compactMap(\.per?.source) where known[source] == nil {
      known[source] = .workload(source)
    }
    for (at, bonus) in policy.context.enumerated() { known[bonus.id] = .context(at) }
    for (at, criterion) in policy.criteria.enumerated() { known[criterion.id] = .criterion(at) }
    var columns: [Column] = []
    for (at, name) in names.enumerated() {
      guard let column = known[name] else {
        throw MeasureTableError(
          line: 1, column: name.isEmpty ? "\(at + 1)" : String(quoted(name).dropFirst().dropLast()),
          message: name.isEmpty
            ? "the column has no name; name it or remove it" : Self.unknown(name, policy))
      }
      guard !columns.contains(column) else {
        throw MeasureTableError(
          line: 1, column: name, message: "the column occurs twice; remove one")
      }
      columns.append(column)
    }
    guard columns.contains(.code) else {
      throw MeasureTableError(
        line: 1,
        message:
          "there is no column \"code\"; the first line names the columns: code,\(Self.ids(policy))"
      )
    }
    guard columns.contains(where: { if case .criterion = $0 { true } else { false } }) else {
      throw MeasureTableError(
        line: 1,
        message: "no column is a criterion of policy \(policy.id); it has \(Self.ids(policy))")
    }
    self.names = names
    self.columns = columns
  }

  private static func ids(_ policy: Policy) -> String {
    policy.criteria.map(\.id).joined(separator: ",")
  }

  private static func unknown(_ name: String, _ policy: Policy) -> String {
    let context = policy.context.map(\.id).joined(separator: ",")
    return """
      policy \(policy.id) has no such criterion or context; it has \(ids(policy))\
      \(context.isEmpty ? "" : ",\(context)"); other allowed columns are code, name, province \
      and need_<criterion>
      """
  }

  func row(
    _ found: DelimitedTable.Row, _ policy: Policy
  ) throws(MeasureTableError) -> MeasureTable.Row {
    let line = found.line
    let cells = found.cells.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    var row = MeasureTable.Row(
      line: line, code: "", name: "", province: "",
      values: Array(repeating: nil, count: policy.criteria.count),
      context: Array(repeating: nil, count: policy.context.count),
      needs: Array(repeating: nil, count: policy.criteria.count),
      factors: [])
    var workloads: [String: Double] = [:]
    for (at, cell) in cells.enumerated() {
      let place = (line: line, column: names[at])
      guard !cell.contains(where: \.isNewline) else {
        throw MeasureTableError(
          line: line, column: names[at],
          message: "the cell spans several lines; close its quotation mark, or put it on one line")
      }
      switch columns[at] {
      case .code:
        do {
          row.code = try CommuneCode(cell).description
        } catch {
          throw MeasureTableError(line: line, column: "code", message: error.message)
        }
      case .name: row.name = String(cell.prefix(200))
      case .province: row.province = String(cell.prefix(200))
      case .criterion(let index): row.values[index] = try MeasureCell.range(cell, place)
      case .context(let index): row.context[index] = try MeasureCell.number(cell, place)
      case .workload(let name): workloads[name] = try MeasureCell.number(cell, place)
      case .need(let index):
        row.needs[index] = try MeasureCell.number(cell, place)
        if let need = row.needs[index], need <= 0 {
          throw MeasureTableError(
            line: line, column: names[at],
            message: "\(quoted(cell)) is not a need; write a number above 0, or leave it blank")
        }
      }
    }
    for (at, bonus) in policy.context.enumerated() { workloads[bonus.id] = row.context[at] }
    if policy.criteria.contains(where: { $0.per != nil }) {
      row.factors = policy.criteria.map { criterion in
        criterion.per.map { $0.factor(workloads[$0.source]) } ?? 1
      }
    }
    return row
  }
}
