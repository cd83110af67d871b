import Foundation

/// Worked examples from the literature, `mcda-vectors.json`.
///
/// Entropy weights are left out by design: they come from the data, so that each commune added or
/// removed would change all weights, and with them every other commune's points.
struct PublishedExample: Decodable {
  var name: String
  var matrix: [[Double]]?
  var weights: [Double]?
  /// 1 where more is better, -1 where less is.
  var types: [Double]?
  var expected: [Double]?
  var tol: Double?
  var bounds: [[Double]]?
  var lambdaMax: Double?
  var ratio: Double?
  var m4: [Double]?
  var m6: [Double]?
  var deprivation: [[Double]]?
  var lines: [Double]?
  var cutoff: Double?
  var headcount: Double?
  var intensity: Double?
  var adjustedHeadcount: Double?
  var adjustedGap: Double?

  enum CodingKeys: String, CodingKey {
    case name, matrix, weights, types, expected, tol, bounds, m4, m6
    case lambdaMax = "lambda_max"
    case ratio = "CR_1_32"
    case deprivation = "Y"
    case lines = "z"
    case cutoff = "k"
    case headcount = "H"
    case intensity = "A"
    case adjustedHeadcount = "M0"
    case adjustedGap = "M1"
  }

  static func all() throws -> [PublishedExample] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "mcda-vectors.json")
    return try JSONDecoder().decode([PublishedExample].self, from: Data(contentsOf: file))
  }

  static func named(_ start: String) throws -> PublishedExample {
    struct Missing: Error { let name: String }
    guard let found = try all().first(where: { $0.name.hasPrefix(start) }) else {
      throw Missing(name: start)
    }
    return found
  }

  var rows: [[Double]] { matrix ?? [] }

  func column(_ at: Int) -> [Double] { rows.map { $0[at] } }

  /// The best and the worst value of each criterion in the data.
  var range: [(best: Double, worst: Double)] {
    (types ?? []).enumerated().map { at, type in
      let values = column(at)
      let (least, most) = (values.min() ?? 0, values.max() ?? 0)
      return type > 0 ? (most, least) : (least, most)
    }
  }
}
