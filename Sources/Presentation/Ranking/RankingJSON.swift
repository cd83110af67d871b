import Prioritization

/// A ranking for programs: what `rank --format json` prints and `/api/v1/ranking` answers.
public enum RankingJSON {
  /// - Returns: One JSON object in UTF-8 without white space; equal documents give equal bytes.
  /// - Throws: `EncodingError` for a number that JSON cannot hold.
  public static func encode(_ document: RankingDocument) throws -> [UInt8] {
    let policy = document.policy
    let criteria = policy.criteria.map(CriterionFragments.init)
    let context = policy.context.map { key($0.id) }
    var json = JSONBytes()
    json.reserve(400 + document.entries.count * (400 + 220 * criteria.count))
    json.raw(
      Array(try DocumentEncoder.encode(ProvenanceJSON(document.provenance, policy)).dropLast()))
    json.raw(",\"communes\":[")
    var first = true
    for entry in document.entries {
      if !first { json.raw(",") }
      first = false
      commune(entry, criteria, context, to: &json)
    }
    json.raw("]}")
    return json.bytes
  }

  private static func commune(
    _ entry: RankingDocument.Entry, _ criteria: [CriterionFragments], _ context: [[UInt8]],
    to json: inout JSONBytes
  ) {
    let standing = entry.ranked.standing
    json.raw("{\"code\":")
    json.string(standing.code)
    json.raw(",\"name\":")
    json.string(entry.name)
    json.raw(",\"kind\":")
    json.string(entry.kind)
    json.raw(",\"province\":")
    json.string(entry.province)
    json.raw(",\"provinceName\":")
    json.string(entry.provinceName)
    switch entry.ranked.queue {
    case .ranked: json.raw(",\"queue\":\"ranked\",\"rank\":")
    case .verifyFirst: json.raw(",\"queue\":\"verifyFirst\",\"rank\":")
    }
    json.integer(entry.ranked.rank)
    json.raw(",\"bestRank\":")
    json.integer(entry.ranked.bestRank)
    json.raw(",\"worstRank\":")
    json.integer(entry.ranked.worstRank)
    json.raw(",\"points\":")
    json.number(standing.points)
    json.raw(",\"pointsLow\":")
    json.number(standing.pointsLow)
    json.raw(",\"pointsHigh\":")
    json.number(standing.pointsHigh)
    json.raw(",\"pointsIfConfirmed\":")
    json.number(entry.pointsIfConfirmed)
    json.raw(",\"confidence\":")
    json.number(standing.confidence)
    json.raw(",\"reporting\":")
    if let reporting = entry.reporting {
      json.string(reporting.rawValue)
      json.raw(",\"simulated\":")
      json.truth(entry.simulated)
      json.raw(",\"machines\":")
      json.integer(entry.machines)
    } else {
      json.raw("null,\"simulated\":null,\"machines\":null")
    }
    json.raw(",\"lastReportAt\":")
    json.time(entry.lastReport)
    json.raw(",\"context\":{")
    for (at, key) in context.enumerated() {
      if at > 0 { json.raw(",") }
      json.raw(key)
      json.number(entry.context.at(at))
    }
    json.raw("},\"contributions\":[")
    // Bound once: each way through the entry would count references to all that it holds.
    let (points, low, high) = (standing.contributions, standing.gapLow, standing.gapHigh)
    let (values, times) = (entry.values, entry.observedAt)
    for at in criteria.indices where at < points.count {
      if at > 0 { json.raw(",") }
      json.raw(criteria[at].head)
      json.number(points[at])
      json.raw(",\"gapLow\":")
      json.number(low[at])
      json.raw(",\"gapHigh\":")
      json.number(high[at])
      json.raw(",\"value\":")
      let value: (low: Double, high: Double)? = values.at(at)
      json.number(value?.low)
      if let value, value.high != value.low {
        json.raw(",\"valueHigh\":")
        json.number(value.high)
      }
      json.raw(criteria[at].tail)
      json.time(times.at(at))
      json.raw("}")
    }
    json.raw("]}")
  }

  /// What is the same of a criterion in every commune.
  private struct CriterionFragments {
    let head: [UInt8]
    let tail: [UInt8]

    init(_ criterion: Criterion) {
      var head = JSONBytes()
      head.raw("{\"criterion\":")
      head.string(criterion.id)
      head.raw(",\"points\":")
      self.head = head.bytes
      var tail = JSONBytes()
      tail.raw(",\"standard\":")
      tail.number(criterion.standard)
      tail.raw(",\"unit\":")
      tail.string(criterion.unit.en)
      tail.raw(",\"observedAt\":")
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
