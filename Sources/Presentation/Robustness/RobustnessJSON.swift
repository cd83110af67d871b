public import FoundationEssentials
import Prioritization

/// How robust a ranking is, for programs.
public enum RobustnessJSON {
  /// - Returns: One JSON object in UTF-8.
  public static func encode(_ document: RobustnessDocument) throws -> Data {
    try DocumentEncoder.encode(
      ProvenanceJSON(document.provenance, document.policy), object(document))
  }

  private static func object(_ document: RobustnessDocument) -> JSONObject {
    let sensitivity = document.sensitivity
    return [
      "samples": sensitivity.samples, "spread": sensitivity.spread,
      // A string: many programs read 64-bit numbers as floating point.
      "seed": "\(sensitivity.seed)",
      "top": sensitivity.top,
      "deprivation": [
        "cutoff": RobustnessDocument.cutoff,
        "proven": deprivation(document.deprivation.proven),
        "possible": deprivation(document.deprivation.possible),
      ] as JSONObject,
      "communes": document.entries.map(commune),
    ]
  }

  private static func deprivation(_ found: Deprivation) -> JSONObject {
    [
      "headcount": found.headcount, "intensity": found.intensity,
      "adjustedHeadcount": found.adjustedHeadcount, "adjustedGap": found.adjustedGap,
    ]
  }

  private static func commune(_ entry: RobustnessDocument.Entry) -> JSONObject {
    [
      "code": entry.code, "name": entry.name, "simulated": Nullable(wrappedValue: entry.simulated),
      "rank": entry.rank,
      "rankLow": entry.stability.rankLow, "rankHigh": entry.stability.rankHigh,
      "topProbability": entry.stability.topProbability,
      // Ranks by other methods.
      "views": [
        "weightedProduct": entry.weightedProduct, "topsis": entry.idealDistance,
        "promethee": entry.netFlow,
      ] as JSONObject,
    ]
  }
}
