import Foundation
import InventoryStore
import Presentation
import Prioritization

/// One commune for programs. Times are RFC 3339 in UTC; unknown values are null.
enum CommuneJSON {
  /// - Parameter contact: ``contact(_:)``; nil for callers who may not read it.
  /// - Parameter now: to tell impossible dates of firmware.
  /// - Returns: The explanation's object with these members added.
  static func encode(
    _ account: CommuneAccount, contact: JSONObject?, at now: Date
  ) throws -> Data {
    var object = object(account, now)
    if let contact { object.add("contact", contact) }
    return try ExplanationJSON.encode(account.explanation, with: object)
  }

  private static func object(_ account: CommuneAccount, _ now: Date) -> JSONObject {
    let details = account.details
    let criteria = account.explanation.policy.criteria
    return [
      "rankedAmong": account.rankedAmong,
      "country": account.country.map { country($0.entry, communes: $0.communes) },
      "remedies": account.remedies.map { remedy($0, criterion: criteria[$0.criterion].id) },
      "register": register(details.register, sources: details.figureSources),
      "machines": details.machines.map { machine($0, at: now) },
      "scanners": details.scanners.map(scanner),
      "accounts": details.accounts.map(self.account),
      "services": details.services.map(service),
      "attestations": details.attestations.map(attestation),
      "pointsIfConfirmed": account.entry.pointsIfConfirmed,
      "visits": details.visits.map(visit),
      "lineMeasurements": details.line.map(lineMeasurement),
    ]
  }

  private static func country(_ entry: RankingDocument.Entry, communes: Int) -> JSONObject {
    [
      "rank": entry.ranked.rank, "bestRank": entry.ranked.bestRank,
      "worstRank": entry.ranked.worstRank, "rankedAmong": communes,
    ]
  }

  private static func remedy(_ remedy: Remedy, criterion: String) -> JSONObject {
    ["criterion": criterion, "best": effect(remedy.best), "whole": effect(remedy.whole)]
  }

  private static func effect(_ effect: Remedy.Effect) -> JSONObject {
    [
      "item": effect.purchase.item, "count": effect.purchase.count,
      // Whole VND.
      "cost": effect.purchase.cost,
      "pointsAfter": effect.pointsAfter, "pointsPerMillion": effect.pointsPerMillion,
    ]
  }
}
