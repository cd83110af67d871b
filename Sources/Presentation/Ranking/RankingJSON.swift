import Prioritization

/// A ranking for programs: output of `rank --format json`, and the answer of `/api/v1/ranking`.
public enum RankingJSON {
  /// - Returns: One JSON object in UTF-8 without white space; equal documents give equal bytes.
  /// - Throws: `EncodingError` for a number that JSON cannot represent.
  public static func encode(_ document: RankingDocument) throws -> [UInt8] {
    let policy = document.policy
    let criteria = policy.criteria.map(CriterionFragments.init)
    let context = policy.context.map { key($0.id) }
    var json = JSONBytes()
    json.reserve(400 + document.entries.count * (400 + 220 * criteria.count))
    json.raw(
      Array(try DocumentEncoder.encode(ProvenanceJSON(document.provenance, policy)).dropLast()))
    json.name("communes")
    json.raw("[")
    for entry in document.entries { commune(entry, criteria, context, to: &json) }
    json.raw("]}")
    return json.bytes
  }

  private static func commune(
    _ entry: RankingDocument.Entry, _ criteria: [CriterionFragments], _ context: [[UInt8]],
    to json: inout JSONBytes
  ) {
    let standing = entry.ranked.standing
    json.open()
    json.member("code", standing.code)
    json.member("name", entry.name)
    json.member("kind", entry.kind)
    json.member("province", entry.province)
    json.member("provinceName", entry.provinceName)
    json.member("queue", entry.ranked.queue.rawValue)
    json.member("rank", entry.ranked.rank)
    json.member("bestRank", entry.ranked.bestRank)
    json.member("worstRank", entry.ranked.worstRank)
    json.member("points", standing.points)
    json.member("pointsLow", standing.pointsLow)
    json.member("pointsHigh", standing.pointsHigh)
    json.member("pointsIfConfirmed", entry.pointsIfConfirmed)
    json.member("confidence", standing.confidence)
    if let reporting = entry.reporting {
      json.member("reporting", reporting.rawValue)
      json.member("simulated", entry.simulated)
      json.member("machines", entry.machines)
    } else {
      json.raw(",\"reporting\":null,\"simulated\":null,\"machines\":null")
    }
    json.member("lastReportAt", entry.lastReport)
    json.name("context")
    json.raw("{")
    for (at, key) in context.enumerated() {
      if at > 0 { json.raw(",") }
      json.raw(key)
      json.number(entry.context.at(at))
    }
    json.raw("}")
    json.name("contributions")
    json.raw("[")
    // Bound once: each access through the entry would count references to everything in it.
    let (points, low, high) = (standing.contributions, standing.gapLow, standing.gapHigh)
    let (values, times, factors) = (entry.values, entry.observedAt, standing.factors)
    for at in criteria.indices where at < points.count {
      if at > 0 { json.raw(",") }
      json.raw(criteria[at].head)
      json.number(points[at])
      json.member("gapLow", low[at])
      json.member("gapHigh", high[at])
      let value: (low: Double, high: Double)? = values.at(at)
      json.member("value", value?.low)
      if let value, value.high != value.low { json.member("valueHigh", value.high) }
      // Written for each commune, since it may grow with a workload.
      json.raw(",\"standard\":")
      json.number(
        at < factors.count
          ? criteria[at].criterion.standard(factor: factors[at])
          : criteria[at].criterion.standard)
      json.raw(criteria[at].tail)
      json.time(times.at(at))
      json.raw("}")
    }
    json.raw("]}")
  }

  /// The parts of a criterion that are the same in every commune.
  private struct CriterionFragments {
    let criterion: Criterion
    let head: [UInt8]
    let tail: [UInt8]

    init(_ criterion: Criterion) {
      self.criterion = criterion
      var head = JSONBytes()
      head.open()
      head.member("criterion", criterion.id)
      head.name("points")
      self.head = head.bytes
      var tail = JSONBytes()
      tail.raw(",\"unit\":")
      tail.string(criterion.unit.en)
      tail.name("observedAt")
      self.tail = tail.bytes
    }
  }

  private static func key(_ id: String) -> [UInt8] {
    var json = JSONBytes()
    json.string(id)
    json.raw(":")
    return json.bytes
  }
}
