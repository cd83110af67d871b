import Foundation
import InventoryStore
import Presentation
import Prioritization

/// Makes a programme's document from what is stored and from what communes look like today.
struct ProgrammeDocuments {
  let record: ProgrammeRecord
  let basis: ProgrammeBasis
  let now: Date

  private var rules: EvidenceRules { basis.policy.evidence }

  /// - Parameter situations: of the communes that purchases are for.
  func document(_ situations: [CommuneSituation]) -> ProgrammeDocument {
    let programme = record.programme
    let progress = record.items.map { $0.progress(rules, now: now) }
    return ProgrammeDocument(
      number: programme.number, name: programme.name, area: programme.areaName,
      budget: programme.budget, policy: basis.policy,
      provenance: Provenance(asOf: now, policyDigest: basis.policyDigest),
      adoptedBy: programme.adoptedBy, adoptedAt: programme.adoptedAt,
      lines: zip(record.items, progress).map(line), communes: communes(situations, progress),
      months: months())
  }

  private func line(_ item: LineItem, _ progress: PurchaseProgress) -> ProgrammeDocument.Line {
    let shown = item.shown(rules, now: now)
    var documents: [String] = []
    for entry in item.entries where !documents.contains(entry.document) {
      documents.append(entry.document)
    }
    return ProgrammeDocument.Line(
      commune: item.commune, communeName: item.communeName, provinceName: item.provinceName,
      item: item.item, evidence: item.evidence, plannedCount: item.plannedCount, price: item.price,
      progress: progress,
      money: ProgrammeMoney(
        planned: item.plannedCount * item.plannedPrice, wanted: item.cost,
        ordered: item.cost(of: .order), delivered: item.cost(of: .delivery),
        confirmed: shown.confirmed, unconfirmed: shown.unconfirmed),
      documents: documents)
  }

  private func communes(
    _ situations: [CommuneSituation], _ progress: [PurchaseProgress]
  ) -> [ProgrammeDocument.Commune] {
    var places: [String: [Int]] = [:]
    for (place, item) in record.items.enumerated() {
      places[item.commune, default: []].append(place)
    }
    return situations.sorted { $0.code < $1.code }.compactMap { situation in
      guard let baseline = basis.baseline[situation.code], let own = places[situation.code]
      else { return nil }
      var confirmed: [String: Int] = [:]
      var unconfirmed: [String: Int] = [:]
      for place in own {
        let item = record.items[place].item
        if progress[place].confirmed > 0 { confirmed[item] = progress[place].confirmed }
        let open = progress[place].delivered - progress[place].confirmed
        if open > 0 { unconfirmed[item] = open }
      }
      let planned = basis.planned[situation.code]
      return ProgrammeDocument.Commune(
        code: situation.code, name: situation.name,
        effect: basis.effects.effect(
          from: baseline, to: situation.measures, confirmed: confirmed, unconfirmed: unconfirmed),
        plannedPoints: planned.map { $0.pointsBefore - $0.pointsAfter } ?? 0,
        plannedSpend: planned?.spend ?? 0,
        delivered: own.reduce(0) { $0 + record.items[$1].cost(of: .delivery) })
    }
  }

  /// From the month of adoption, or of the first order if that is earlier, to this one.
  private func months() -> [ProgrammeDocument.Month] {
    var ordered: [String: Int] = [:]
    var delivered: [String: Int] = [:]
    var confirmed: [String: Int] = [:]
    for entry in record.items.flatMap(\.entries) {
      let month = String(entry.day.prefix(7))
      switch entry.kind {
      case .order: ordered[month, default: 0] += entry.count * entry.price
      case .delivery:
        delivered[month, default: 0] += entry.count * entry.price
        for evidence in entry.evidence {
          // Seen before its papers, it was confirmed with them.
          let seen = max(month, String(VietnamDay.text(evidence.seenAt).prefix(7)))
          confirmed[seen, default: 0] += entry.price
        }
      }
    }
    let last = String(VietnamDay.text(now).prefix(7))
    let adopted = String(VietnamDay.text(record.programme.adoptedAt).prefix(7))
    var sum = ProgrammeDocument.Month(month: "", ordered: 0, delivered: 0, confirmed: 0)
    var months: [ProgrammeDocument.Month] = []
    var month = min(adopted, ordered.keys.min() ?? adopted)
    while month <= last, months.count < Self.mostMonths {
      sum.month = month
      sum.ordered += ordered[month] ?? 0
      sum.delivered += delivered[month] ?? 0
      sum.confirmed += confirmed[month] ?? 0
      months.append(sum)
      month = Self.after(month)
    }
    return months
  }

  private static let mostMonths = 240

  private static func after(_ month: String) -> String {
    let year = Int(month.prefix(4)) ?? 9999
    let number = Int(month.suffix(2)) ?? 12
    let next = number % 12 + 1
    return "\(number == 12 ? year + 1 : year)-\(next < 10 ? "0" : "")\(next)"
  }
}
