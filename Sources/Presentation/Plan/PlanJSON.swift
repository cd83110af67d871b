public import FoundationEssentials
import Prioritization

/// A plan for programs: output of `plan --format json`, and the answer of `/api/v1/plan`.
public struct PlanJSON: Encodable {
  /// - Returns: One JSON object in UTF-8 without white space; equal documents give equal bytes.
  public static func encode(_ document: PlanDocument) throws -> Data {
    try DocumentEncoder.encode(
      ProvenanceJSON(document.provenance, document.policy), PlanJSON(document))
  }

  struct Quota: Encodable {
    var required, spent: Int
    @Nullable var cutoffPrice: Double?
    @Nullable var communes: Int?

    init(_ share: RemoteShare) {
      communes = share.communes
      required = share.required
      spent = share.spent
      cutoffPrice = share.cutoffPrice
    }
  }

  @Nullable var group: String?
  @Nullable var running: Running?
  var adjustments: Adjustments
  /// Money in whole VND, prices in points per million VND.
  var budget, spent: Int
  @Nullable var budgets: Prioritization.Money?
  @Nullable var spentByKind: Prioritization.Money?
  @Nullable var laterYears: Int?
  var value, pointsClosed, upperBound, optimalityGap: Double
  @Nullable var cutoffPrice: Double?
  @Nullable var remoteShare: Quota?
  var items: [Purchase]
  var communes: [Commune]
  var visits: [Visit]
  var refused: [Refused]

  init(_ document: PlanDocument) {
    let plan = document.plan
    group = document.group
    running = document.running.map(Running.init)
    adjustments = Adjustments(document)
    budget = plan.budget
    spent = plan.spent
    budgets = plan.budgets
    spentByKind = plan.spentByKind
    laterYears = document.laterYears
    value = plan.value
    pointsClosed = plan.pointsClosed
    upperBound = plan.upperBound
    optimalityGap = plan.optimalityGap
    cutoffPrice = plan.cutoffPrice
    remoteShare = plan.remoteShare.map(Quota.init)
    items = document.totals.map { Purchase(item: $0.item, count: $0.count, cost: $0.cost) }
    communes = plan.communes.map { Commune($0, document) }
    visits = plan.visits.map { Visit($0, document) }
    let outcomes = Dictionary(
      PlanRows(plan).rows.map { ($0.code, $0.outcome) }, uniquingKeysWith: { first, _ in first })
    refused = plan.refusals.map {
      Refused($0, outcome: outcomes[$0.code] ?? "refused", document)
    }
  }
}
