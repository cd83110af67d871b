import Foundation
import InventoryStore
import Presentation
import Prioritization

/// Creates a programme's document from the stored record and the communes' present state.
struct ProgrammeDocuments {
  let record: ProgrammeRecord
  let basis: ProgrammeBasis
  let now: Date

  private var rules: EvidenceRules { basis.policy.evidence }

  /// - Parameter situations: The situations of the communes that purchases are for.
  func document(_ situations: [CommuneSituation]) -> ProgrammeDocument {
    let programme = record.programme
    let progress = record.items.map { $0.progress(rules, now: now) }
    return ProgrammeDocument(
      number: programme.number, name: programme.name, area: programme.areaName,
      group: basis.group, isPart: record.isPart,
      budget: programme.budget, budgets: basis.budgets, policy: basis.policy,
      provenance: Provenance(asOf: now, policyDigest: basis.policyDigest),
      adoptedBy: programme.adoptedBy, adoptedAt: programme.adoptedAt,
      lines: zip(record.items, progress).map(line), simulated: simulated(situations),
      communes: communes(situations, progress),
      months: months())
  }

  /// Communes that were simulated when the programme was adopted, or are now: both show in it.
  private func simulated(_ situations: [CommuneSituation]) -> Set<String> {
    basis.simulated.intersection(record.items.lazy.map(\.commune))
      .union(situations.lazy.filter(\.simulated).map(\.code))
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
        planned: item.plannedCount.cappedProduct(item.plannedPrice), wanted: item.cost,
        ordered: item.cost(of: .order), delivered: item.cost(of: .delivery),
        confirmed: shown.confirmed, unconfirmed: shown.unconfirmed,
        outstanding: item.outstandingCost, unordered: item.unorderedCost),
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
      places[situation.code].flatMap {
        commune(situation, $0.map { (record.items[$0], progress[$0]) })
      }
    }
  }

  private func commune(
    _ situation: CommuneSituation, _ purchases: [(item: LineItem, progress: PurchaseProgress)]
  ) -> ProgrammeDocument.Commune? {
    guard let baseline = basis.baseline[situation.code] else { return nil }
    var confirmed: [String: Int] = [:]
    var unconfirmed: [String: Int] = [:]
    for (line, progress) in purchases {
      if progress.confirmed > 0 { confirmed[line.item] = progress.confirmed }
      let open = progress.delivered - progress.confirmed
      if open > 0 { unconfirmed[line.item] = open }
    }
    let planned = basis.planned[situation.code]
    return ProgrammeDocument.Commune(
      code: situation.code, name: situation.name,
      effect: basis.effects.effect(
        from: baseline, to: situation.measures, confirmed: confirmed, unconfirmed: unconfirmed),
      plannedPoints: planned.map { $0.pointsBefore - $0.pointsAfter } ?? 0,
      plannedSpend: planned?.spend ?? 0,
      delivered: purchases.map { $0.item.cost(of: .delivery) }.cappedSum())
  }

  /// The recently created document of the same record, with the effect updated for communes that
  /// have reported since.
  ///
  /// - Parameters:
  ///   - before: The situations from which it was created.
  ///   - situations: The present ones of the same communes, in the same order.
  func renewed(
    _ document: ProgrammeDocument, _ before: [CommuneSituation], _ situations: [CommuneSituation]
  ) -> ProgrammeDocument {
    var document = document
    document.provenance = Provenance(asOf: now, policyDigest: basis.policyDigest)
    document.simulated = simulated(situations)
    var changed: [String: CommuneSituation] = [:]
    for (one, other) in zip(before, situations) where one !== other { changed[other.code] = other }
    guard !changed.isEmpty else { return document }
    for place in document.communes.indices {
      guard let situation = changed[document.communes[place].code] else { continue }
      let own = record.items.filter { $0.commune == situation.code }
      if let renewed = commune(situation, own.map { ($0, $0.progress(rules, now: now)) }) {
        document.communes[place] = renewed
      }
    }
    return document
  }

  /// The months from adoption, or from the first order if earlier, to the present; at most the last
  /// ten years, the first of which include all earlier amounts.
  private func months() -> [ProgrammeDocument.Month] {
    typealias Amounts = [String: Int]
    var (ordered, delivered, confirmed): (Amounts, Amounts, Amounts) = ([:], [:], [:])
    func add(_ amount: Int, _ month: String, _ amounts: inout Amounts) {
      amounts[month] = (amounts[month] ?? 0).cappedSum(amount)
    }
    for entry in record.items.flatMap(\.entries) {
      let month = String(entry.day.prefix(7))
      guard entry.kind == .delivery else {
        add(entry.cost, month, &ordered)
        continue
      }
      add(entry.cost, month, &delivered)
      for (number, evidence) in entry.evidence.enumerated() {
        // Evidence seen before the recorded delivery counts in the delivery's month.
        let isLast = number + 1 == entry.count
        add(
          isLast ? entry.price.cappedSum(entry.remainder) : entry.price,
          max(month, Self.month(evidence.seenAt)), &confirmed)
      }
    }
    let last = Self.month(now)
    let adopted = Self.month(record.programme.adoptedAt)
    let earliest = Self.month(now.addingTimeInterval(-Self.chartDays * 86_400))
    var month = max(min(adopted, ordered.keys.min() ?? adopted), earliest)
    func before(_ amounts: Amounts) -> Int {
      amounts.lazy.filter { $0.key < month }.map(\.value).cappedSum()
    }
    var sum = ProgrammeDocument.Month(
      month: month, ordered: before(ordered), delivered: before(delivered),
      confirmed: before(confirmed))
    var months: [ProgrammeDocument.Month] = []
    while month <= last {
      sum.month = month
      sum.ordered = sum.ordered.cappedSum(ordered[month] ?? 0)
      sum.delivered = sum.delivered.cappedSum(delivered[month] ?? 0)
      sum.confirmed = sum.confirmed.cappedSum(confirmed[month] ?? 0)
      months.append(sum)
      month = Self.after(month)
    }
    return months
  }

  private static let chartDays = 3_652.0

  /// `YYYY-MM`.
  private static func month(_ time: Date) -> String { String(VietnamDay.text(time).prefix(7)) }

  private static func after(_ month: String) -> String {
    let year = Int(month.prefix(4)) ?? 9999
    let number = Int(month.suffix(2)) ?? 12
    let next = number % 12 + 1
    return "\(number == 12 ? year + 1 : year)-\(next < 10 ? "0" : "")\(next)"
  }
}
