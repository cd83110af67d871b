import Foundation
import GRDB
import Prioritization

/// The line that a commune had when its programme was adopted.
enum LineBaseline {
  /// The rate in bit/s that a measurement must reach to show a new line: the promised share of it,
  /// and nearer to the promised rate than to the line of the adoption. Otherwise the old line
  /// would confirm one that is little faster.
  ///
  /// - Parameters:
  ///   - item: the line's id in the catalogue.
  ///   - promised: the stored share of the promised rate.
  static func rate(
    of item: String, promised: Double?, by policy: Policy, programme: Int64, commune: String,
    _ database: Database
  ) throws -> Double? {
    guard let promised, let line = policy.lines.first(where: { $0.id == item }),
      let criterion = policy.criteria.firstIndex(where: { $0.id == line.criterion }),
      let before = try value(
        of: criterion, programme: programme, commune: commune, database)
    else { return promised }
    return max(promised, (before + line.to) / 2)
  }

  /// What the line carried at most, as far as was known; nil if nothing was.
  private static func value(
    of criterion: Int, programme: Int64, commune: String, _ database: Database
  ) throws -> Double? {
    let text = try String.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT json_extract(baseline, '$."' || ?2 || '"') FROM programme WHERE number = ?1
          """), arguments: [programme, commune])
    guard let text,
      let measures = try? FrozenDocument.decode(CommuneMeasures.self, from: Data(text.utf8)),
      criterion < measures.observations.count,
      case .known(let low, let high, _) = measures.observations[criterion]
    else { return nil }
    // An office's own network may have limited every measurement: its line has no known end.
    let most = high < LineMeasure.fastest ? high : low
    return most.isFinite ? most : nil
  }
}
