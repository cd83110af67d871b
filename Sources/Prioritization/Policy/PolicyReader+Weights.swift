import SafeText
import TOMLDocument
import TOMLKit

/// `[weights]`: the weights of criteria that do not have their own.
extension PolicyReader {
  /// - Returns: The weights in the order of the criteria; `nil` if each has its own.
  func weights(_ ids: [String]) throws(PolicyError) -> (weights: [Double], weighting: Weighting)? {
    guard let section = try root.section("weights") else { return nil }
    try section.expect(keys: ["ranks", "ahp", "source"])
    switch (section.has("ranks"), section.has("ahp")) {
    case (true, true):
      throw section.failure("ahp", "[weights] has both \"ranks\" and \"ahp\"; remove one of them")
    case (false, false):
      throw section.failure(
        nil, "[weights] has neither \"ranks\" nor \"ahp\"; add one of them, or remove the section")
    case (true, false):
      return (rankOrderCentroids(ranks: try ranks(section, ids)), .ranks)
    case (false, true):
      let comparison = try comparison(section, ids)
      return (
        comparison.weights, .comparisons(consistencyRatio: comparison.consistencyRatio)
      )
    }
  }

  /// Ids, the most important first, or a rank for each criterion.
  private func ranks(_ section: PolicySection, _ ids: [String]) throws(PolicyError) -> [Int] {
    let example = "[\(ids.map { "\"\($0)\"" }.joined(separator: ", "))], the most important first"
    guard let array = section.table["ranks"]?.array else {
      throw section.wrongType("ranks", example)
    }
    guard array.count == ids.count else {
      throw section.failure(
        "ranks",
        "\"ranks\" of [weights] has \(array.count) entries for \(ids.count) criteria; write \(example)"
      )
    }
    let numbers = (0..<array.count).compactMap { array[$0].int }
    if numbers.count == ids.count {
      guard numbers.allSatisfy({ (1...ids.count).contains($0) }) else {
        throw section.failure(
          "ranks", "\"ranks\" of [weights] go from 1 to \(ids.count); equals may share a rank")
      }
      return numbers
    }
    var ranks = [Int](repeating: 0, count: ids.count)
    for place in 0..<array.count {
      guard let id = array[place].string else { throw section.wrongType("ranks", example) }
      guard let criterion = ids.firstIndex(of: id) else {
        throw section.failure(
          "ranks",
          """
          "ranks" of [weights] names an unknown criterion \(quoted(id)); did you mean \
          "\(nearestName(to: id, among: ids) ?? "")"?
          """)
      }
      guard ranks[criterion] == 0 else {
        throw section.failure(
          "ranks", "\"ranks\" of [weights] names \(quoted(id)) twice; name each criterion once")
      }
      ranks[criterion] = place + 1
    }
    return ranks
  }

  private func comparison(
    _ section: PolicySection, _ ids: [String]
  ) throws(PolicyError) -> PairwiseComparison {
    guard ids.count <= PairwiseComparison.maximumCriteria else {
      throw section.failure(
        "ahp",
        """
        "ahp" compares at most \(PairwiseComparison.maximumCriteria) criteria, the policy has \
        \(ids.count); use "ranks" or weights
        """)
    }
    let matrix = try matrix(section, ids)
    for (row, values) in matrix.enumerated() {
      for (column, value) in values.enumerated() where column >= row {
        // Thirds are often written with few digits.
        guard abs(value * matrix[column][row] - 1) <= 0.02 else {
          throw section.failure(
            "ahp",
            row == column
              ? "\"ahp\" of [weights] compares \(quoted(ids[row])) with itself; write 1 there"
              : """
              "ahp" of [weights] says \(shown(value)) for \(quoted(ids[row])) over \
              \(quoted(ids[column])) but \(shown(matrix[column][row])) the other way round; write \
              "1/\(shown(value))" there
              """)
        }
      }
    }
    guard let comparison = PairwiseComparison(matrix) else { throw section.wrongType("ahp", "…") }
    guard comparison.consistencyRatio < PairwiseComparison.maximumConsistencyRatio else {
      throw inconsistent(comparison, section, ids)
    }
    return comparison
  }

  private func inconsistent(
    _ comparison: PairwiseComparison, _ section: PolicySection, _ ids: [String]
  ) -> PolicyError {
    var message =
      "\"ahp\" of [weights] contradicts itself: its consistency ratio is "
      + "\(rounded(comparison.consistencyRatio, 1000)), it must be below 0.1"
    if let worst = comparison.worst {
      message += """
        . The worst pair is \(quoted(ids[worst.row])) over \(quoted(ids[worst.column])): it says \
        \(rounded(worst.written, 100)), the other comparisons imply \(rounded(worst.consistent, 100)); \
        enter that, or reconsider the pair
        """
    }
    return section.failure("ahp", message)
  }

  /// Rows of numbers, or of fractions such as "1/3".
  private func matrix(
    _ section: PolicySection, _ ids: [String]
  ) throws(PolicyError) -> [[Double]] {
    let example = "[[1, 3], [\"1/3\", 1]], a row and a column for each criterion"
    guard let rows = section.table["ahp"]?.array else { throw section.wrongType("ahp", example) }
    var matrix: [[Double]] = []
    for at in 0..<rows.count {
      guard let row = rows[at].array else { throw section.wrongType("ahp", example) }
      var values: [Double] = []
      for place in 0..<row.count {
        let entry = row[place]
        guard
          let value = entry.double ?? entry.int.map(Double.init) ?? entry.string.flatMap(fraction)
        else { throw section.wrongType("ahp", example) }
        // Slightly beyond the ends of Saaty's scale, for ninths written with few digits.
        guard value > 0.1, value < 9.3 else {
          throw section.failure(
            "ahp",
            """
            "ahp" of [weights] holds \(shown(value)); comparisons go from "1/9" (far less \
            important) over 1 (as important) to 9 (far more)
            """)
        }
        values.append(value)
      }
      matrix.append(values)
    }
    guard matrix.count == ids.count, matrix.allSatisfy({ $0.count == ids.count }) else {
      throw section.failure(
        "ahp",
        """
        "ahp" of [weights] must have \(ids.count) rows of \(ids.count) numbers, one for each \
        criterion in their order
        """)
    }
    return matrix
  }
}

/// A number or a fraction: "3", "1/3".
private func fraction(_ text: String) -> Double? {
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  guard parts.count <= 2, let first = parts.first.flatMap({ Double($0) }) else { return nil }
  guard parts.count == 2 else { return first }
  return Double(parts[1]).flatMap { $0 != 0 ? first / $0 : nil }
}

private func rounded(_ number: Double, _ parts: Double) -> String {
  shown((number * parts).rounded() / parts)
}
