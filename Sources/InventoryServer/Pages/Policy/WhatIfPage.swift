import Foundation
import Presentation
import Prioritization

/// `/policy/what-if`: the effect of other weights.
struct WhatIfPage: PageModel {
  static let moversShown = 50

  let call: PageCall
  let policy: Policy
  let form: WhatIfForm
  let provinces: [(code: String, name: String)]
  var result: (document: RankingDocument, reweighting: Reweighting)?

  func values() -> PageValues {
    var values: PageValues = [
      "criteria": policy.criteria.enumerated().filter { $1.effect == .need }.map(field),
      "provinces": provinces.map {
        ["code": $0.code, "name": $0.name, "selected": $0.code == form.province]
      },
      "manyProvinces": provinces.count > 1, "top": form.top,
      "slider": call.templates.assets.address("weights.js"),
    ]
    if form.weighsNothing { values["nothing"] = call.text("whatIf.fault.nothing") }
    if let result { values["result"] = self.values(of: result.document, result.reweighting) }
    return values
  }

  private func field(_ at: Int, _ criterion: Criterion) -> PageValues {
    var values: PageValues = [
      "index": at % 8, "name": WhatIfForm.name(criterion.id), "field": "weight-\(at)",
      "label": criterion.label[call.language],
      "value": form.typed[criterion.id] ?? WhatIfForm.shown(criterion, call.language),
      "before": people.percent(criterion.share, decimals: 1),
    ]
    if let share = result?.reweighting.policy.criteria[at].share {
      values["after"] = people.percent(share, decimals: 1)
    }
    if let fault = form.faults[criterion.id] {
      values["fault"] = call.text(fault, ["written": form.typed[criterion.id] ?? ""])
    }
    return values
  }

  private func values(
    of document: RankingDocument, _ reweighting: Reweighting
  ) -> PageValues {
    let entries = Dictionary(
      zip(document.entries, document.entries.indices).map { ($0.ranked.standing.code, $1) },
      uniquingKeysWith: { first, _ in first })
    let movers = reweighting.movers
    let (before, kept) = reweighting.kept(top: form.top)
    var values: PageValues = [
      "kept": call.text(
        "whatIf.kept", ["kept": people.number(kept), "top": people.number(before)]),
      "moved": call.text(
        "whatIf.moved",
        [
          "moved": people.number(movers.count),
          "ranked": people.number(reweighting.movements.count(where: \.isRanked)),
        ]),
      "rows": movers.prefix(Self.moversShown).map { movement in
        row(movement, entries[movement.code].map { document.entries[$0] })
      },
      "any": !movers.isEmpty,
      "csvAddress": call.address([:], path: "/policy/what-if/file"),
      "toml": WeightsText.points(policy, reweighting.policy.criteria.map(\.weight)),
      "asOf": call.text("time.asOf", ["time": people.dateTime(document.asOf)]),
      "anySimulated": document.anySimulated,
    ]
    let toVerify = reweighting.changes(to: .verifyFirst)
    let toRanked = reweighting.changes(to: .ranked)
    if toVerify + toRanked > 0 {
      values["queues"] = call.text(
        "whatIf.queues",
        ["toVerify": people.number(toVerify), "toRanked": people.number(toRanked)])
    }
    if movers.count > Self.moversShown {
      values["more"] = call.text(
        "ranking.more", ["count": people.number(movers.count - Self.moversShown)])
    }
    return values
  }

  private func row(
    _ movement: Reweighting.Movement, _ entry: RankingDocument.Entry?
  ) -> PageValues {
    var values: PageValues = [
      "code": movement.code, "name": entry?.name ?? "",
      "rankBefore": people.number(movement.rankBefore),
      "rankAfter": people.number(movement.rankAfter),
      "rise": movement.rise > 0
        ? call.text("whatIf.up", ["places": people.number(movement.rise)])
        : call.text("whatIf.down", ["places": people.number(-movement.rise)]),
      "way": movement.rise > 0 ? "up" : "down",
      "pointsBefore": people.number(movement.pointsBefore, decimals: 1),
      "pointsAfter": people.number(movement.pointsAfter, decimals: 1),
    ]
    if form.province == nil, let province = entry?.provinceName {
      values["provinceName"] = province
    }
    if entry?.simulated == true { values["simulated"] = call.text("simulated.mark") }
    if movement.queueAfter == .verifyFirst { values["verify"] = call.text("queue.verifyFirst") }
    return values
  }
}
