public import FoundationEssentials
import Prioritization

/// How firm a ranking is, for programs.
public struct RobustnessJSON: Encodable {
  /// - Returns: One JSON object in UTF-8.
  public static func encode(_ document: RobustnessDocument) throws -> Data {
    try DocumentEncoder.encode(
      ProvenanceJSON(document.provenance, document.policy), RobustnessJSON(document))
  }

  struct DeprivationJSON: Encodable {
    var headcount, intensity, adjustedHeadcount, adjustedGap: Double

    init(_ found: Deprivation) {
      headcount = found.headcount
      intensity = found.intensity
      adjustedHeadcount = found.adjustedHeadcount
      adjustedGap = found.adjustedGap
    }
  }

  struct Bounds: Encodable {
    var cutoff = RobustnessDocument.cutoff
    var proven, possible: DeprivationJSON
  }

  /// Ranks by other methods.
  struct Views: Encodable {
    var weightedProduct, topsis, promethee: Int
  }

  struct Commune: Encodable {
    var code, name: String
    var rank, rankLow, rankHigh: Int
    var topProbability: Double
    var views: Views

    init(_ entry: RobustnessDocument.Entry) {
      code = entry.code
      name = entry.name
      rank = entry.rank
      rankLow = entry.stability.rankLow
      rankHigh = entry.stability.rankHigh
      topProbability = entry.stability.topProbability
      views = Views(
        weightedProduct: entry.weightedProduct, topsis: entry.idealDistance,
        promethee: entry.netFlow)
    }
  }

  var samples: Int
  var spread: Double
  /// A text: programs read numbers of 64 bits as floating point.
  var seed: String
  var top: Int
  var deprivation: Bounds
  var communes: [Commune]

  init(_ document: RobustnessDocument) {
    let sensitivity = document.sensitivity
    samples = sensitivity.samples
    spread = sensitivity.spread
    seed = "\(sensitivity.seed)"
    top = sensitivity.top
    deprivation = Bounds(
      proven: DeprivationJSON(document.deprivation.proven),
      possible: DeprivationJSON(document.deprivation.possible))
    communes = document.entries.map(Commune.init)
  }
}
