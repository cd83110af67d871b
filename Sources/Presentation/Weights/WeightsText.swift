public import Prioritization

/// Weights as lines of a policy's TOML, for a planner to copy into the file.
public enum WeightsText {
  /// `weight = …` under each criterion's id.
  ///
  /// - Parameter weights: One for each criterion, in order. A criterion of weight 0 cannot be part
  ///   of a policy, which a comment points out.
  public static func points(_ policy: Policy, _ weights: [Double]) -> String {
    zip(policy.criteria, weights).filter { $0.0.effect == .need }.map { criterion, weight in
      let id = "id = \"\(criterion.id)\""
      return weight > 0
        ? "[[criteria]]\n\(id)\nweight = \(number(weight))\n"
        : "# [[criteria]] \(id): remove this criterion; its weight is 0\n"
    }.joined(separator: "\n")
  }

  /// `[weights] ahp = [[…]]`, for policies whose criteria have no weights of their own.
  ///
  /// - Parameter comparisons: Saaty's numbers by row and column; 3 is three times as important, -3
  ///   a third as important.
  public static func comparisons(_ policy: Policy, _ comparisons: [[Int]]) -> String {
    let rows = zip(policy.needCriteria, comparisons).map { criterion, row in
      "  [" + row.map { $0 < 0 ? "\"1/\(-$0)\"" : "\($0)" }.joined(separator: ", ")
        + "], # \(criterion.id)"
    }
    return "[weights]\nahp = [\n\(rows.joined(separator: "\n"))\n]\n"
  }

  /// At most four digits after the decimal point.
  static func number(_ value: Double) -> String {
    let digits = PeopleFormat(.en).number(value, decimals: 4, trimmed: true)
      .filter { $0 != "," }
    return digits.contains(".") ? digits : digits + ".0"
  }
}
