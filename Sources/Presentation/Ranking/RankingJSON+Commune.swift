import FoundationEssentials
import Prioritization

extension RankingJSON {
  /// One commune with the members that ``RankingJSON`` writes for each.
  struct Commune: Encodable {
    struct Contribution: Encodable {
      var criterion: String
      var points, gapLow, gapHigh: Double
      @Nullable var value: Double?
      /// Omitted if it equals the value.
      var valueHigh: Double?
      var standard: Double
      var unit: String
      @Nullable var observedAt: Date?
    }

    var code, name, kind, province, provinceName, queue: String
    var rank, bestRank, worstRank: Int
    var points, pointsLow, pointsHigh, confidence: Double
    @Nullable var pointsIfConfirmed: Double?
    @Nullable var reporting: String?
    @Nullable var simulated: Bool?
    @Nullable var machines: Int?
    @Nullable var lastReportAt: Date?
    var context: [String: Nullable<Double>]
    var contributions: [Contribution]

    init(_ entry: RankingDocument.Entry, _ policy: Policy) {
      let (ranked, standing) = (entry.ranked, entry.ranked.standing)
      code = standing.code
      name = entry.name
      kind = entry.kind
      province = entry.province
      provinceName = entry.provinceName
      queue = ranked.queue == .ranked ? "ranked" : "verifyFirst"
      rank = ranked.rank
      bestRank = ranked.bestRank
      worstRank = ranked.worstRank
      points = standing.points
      pointsLow = standing.pointsLow
      pointsHigh = standing.pointsHigh
      confidence = standing.confidence
      pointsIfConfirmed = entry.pointsIfConfirmed
      reporting = entry.reporting?.rawValue
      simulated = entry.reporting == nil ? nil : entry.simulated
      machines = entry.reporting == nil ? nil : entry.machines
      lastReportAt = entry.lastReport
      context = Dictionary(
        policy.context.enumerated().map { at, bonus in
          (bonus.id, Nullable(wrappedValue: entry.context.at(at)?.finite))
        }, uniquingKeysWith: { first, _ in first })
      contributions = zip(policy.criteria, standing.contributions).enumerated().map {
        at, criterion in
        let value: (low: Double, high: Double)? = entry.values.at(at)
        return Contribution(
          criterion: criterion.0.id, points: criterion.1, gapLow: standing.gapLow[at],
          gapHigh: standing.gapHigh[at], value: value?.low.finite,
          valueHigh: value.flatMap { $0.high == $0.low ? nil : $0.high.finite },
          standard: criterion.0.standard(factor: standing.factor(at)), unit: criterion.0.unit.en,
          observedAt: entry.observedAt.at(at))
      }
    }
  }
}
