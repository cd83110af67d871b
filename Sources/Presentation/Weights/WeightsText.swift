public import Prioritization

/// Weights as lines of a policy's TOML, for a planner to put into the file.
public enum WeightsText {
  /// `weight = …` under each criterion's id.
  ///
  /// - Parameter weights: One for each criterion, in their order. A criterion of weight 0 has no
  ///   place in a policy: a comment says so.
  public static func points(_ policy: Policy, _ weights: [Double]) -> String {
    zip(policy.criteria, weights).filter { $0.0.effect == .need }.map { criterion, weight in
      let id = "id = \"\(criterion.id)\""
      return weight > 0
        ? "[[criteria]]\n\(id)\nweight = \(number(weight))\n"
        : "# [[criteria]] \(id): remove this criterion; its weight is 0\n"
    }.joined(separator: "\n")
  }

  /// `[weights] ahp = [[…]]`, for policies whose criteria have no weight of their own.
  ///
  /// - Parameter comparisons: Saaty's numbers by row and column; 3 is three times as important, -3
  ///   a third.
  public static func comparisons(_ policy: Policy, _ comparisons: [[Int]]) -> String {
    let rows = zip(policy.needCriteria, comparisons).map { criterion, row in
      "  [" + row.map { $0 < 0 ? "\"1/\(-$0)\"" : "\($0)" }.joined(separator: ", ")
        + "], # \(criterion.id)"
    }
    return "[weights]\nahp = [\n\(rows.joined(separator: "\n"))\n]\n"
  }

  /// With at most four digits behind the point.
  static func number(_ value: Double) -> String {
    let digits = PeopleFormat(.en).number(value, decimals: 4, trimmed: true)
      .filter { $0 != "," }
    return digits.contains(".") ? digits : digits + ".0"
  }
}
