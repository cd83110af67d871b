import Prioritization

/// How firm a ranking is, for programs.
public enum RobustnessJSON {
  /// - Returns: One JSON object in UTF-8; equal documents give equal bytes.
  public static func encode(_ document: RobustnessDocument) -> [UInt8] {
    let sensitivity = document.sensitivity
    var json = JSONBytes()
    json.raw("{")
    document.provenance.write(document.policy, to: &json)
    json.raw(",\"samples\":")
    json.integer(sensitivity.samples)
    json.raw(",\"spread\":")
    json.number(sensitivity.spread)
    json.raw(",\"seed\":")
    json.string("\(sensitivity.seed)")
    json.raw(",\"top\":")
    json.integer(sensitivity.top)
    json.raw(",\"deprivation\":{\"cutoff\":")
    json.number(RobustnessDocument.cutoff)
    json.raw(",\"proven\":")
    deprivation(document.deprivation.proven, to: &json)
    json.raw(",\"possible\":")
    deprivation(document.deprivation.possible, to: &json)
    json.raw("},\"communes\":[")
    for (at, entry) in document.entries.enumerated() {
      if at > 0 { json.raw(",") }
      commune(entry, to: &json)
    }
    json.raw("]}")
    return json.bytes
  }

  private static func deprivation(_ found: Deprivation, to json: inout JSONBytes) {
    json.raw("{\"headcount\":")
    json.number(found.headcount)
    json.raw(",\"intensity\":")
    json.number(found.intensity)
    json.raw(",\"adjustedHeadcount\":")
    json.number(found.adjustedHeadcount)
    json.raw(",\"adjustedGap\":")
    json.number(found.adjustedGap)
    json.raw("}")
  }

  private static func commune(_ entry: RobustnessDocument.Entry, to json: inout JSONBytes) {
    json.raw("{\"code\":")
    json.string(entry.code)
    json.raw(",\"name\":")
    json.string(entry.name)
    json.raw(",\"rank\":")
    json.integer(entry.rank)
    json.raw(",\"rankLow\":")
    json.integer(entry.stability.rankLow)
    json.raw(",\"rankHigh\":")
    json.integer(entry.stability.rankHigh)
    json.raw(",\"topProbability\":")
    json.number(entry.stability.topProbability)
    json.raw(",\"views\":{\"weightedProduct\":")
    json.integer(entry.weightedProduct)
    json.raw(",\"topsis\":")
    json.integer(entry.idealDistance)
    json.raw(",\"promethee\":")
    json.integer(entry.netFlow)
    json.raw("}}")
  }
}
