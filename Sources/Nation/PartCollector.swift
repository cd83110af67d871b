import Foundation
import InventoryStore
import Prioritization

/// Gathers a province's rows by table and month. Each table's rows must be added in the order of
/// its keys.
struct PartCollector {
  private(set) var parts: [String: [String: PartRows]] = [:]

  /// Every table that is published whole has its part, even if it is empty.
  init() {
    for dataset in Dataset.present { parts[dataset.name] = [VietnamMonth.none: PartRows()] }
    for dataset in Dataset.histories { parts[dataset.name] = [:] }
  }

  private mutating func add(
    _ dataset: Dataset, month: String = VietnamMonth.none, changedAt: Int64 = .max,
    _ values: [RowValue]
  ) {
    parts[dataset.name, default: [:]][month, default: PartRows()].add(values, changedAt: changedAt)
  }

  mutating func add(_ register: [CommuneRecord]) {
    for commune in register {
      add(
        .commune,
        [
          .text(commune.code), .text(commune.name), .text(commune.kind),
          .text(commune.provinceName), .real(ifKnown: commune.latitude),
          .real(ifKnown: commune.longitude), .real(ifKnown: commune.areaSquareKilometres),
          .flag(ifKnown: commune.remote), .flag(ifKnown: commune.border),
          .flag(ifKnown: commune.island), .whole(ifKnown: commune.population),
          .whole(ifKnown: commune.officials), .whole(ifKnown: commune.dossiersPerMonth),
          .flag(commune.simulated),
        ])
    }
  }

  mutating func add(groups: [(group: String, commune: String)]) {
    for member in groups { add(.groupMember, [.text(member.group), .text(member.commune)]) }
  }

  mutating func add(_ states: [PublishedState]) {
    for state in states {
      add(
        .state,
        [
          .text(state.commune), .time(state.validFrom), .whole(state.machines),
          .whole(state.simulatedMachines), .whole(state.computersThere),
          .time(ifKnown: state.lastReportAt),
        ])
      let measures =
        state.measures.map { ($0, false) } + state.attested.map { ($0, true) }
      for (measure, isAttested) in measures.sorted(by: {
        ($0.0.name, $0.1 ? 1 : 0) < ($1.0.name, $1.1 ? 1 : 0)
      }) {
        add(
          .measure,
          [
            .text(state.commune), .time(state.validFrom), .text(measure.name), .flag(isAttested),
            .real(measure.low), .real(measure.high), .time(ifKnown: measure.observedAt),
          ])
      }
    }
  }

  mutating func add(coverage: [PublishedCoverage]) {
    for commune in coverage {
      let counts = [
        commune.machines, commune.fresh, commune.ageing, commune.silent, commune.waiting,
        commune.quarantined, commune.wrongClocks, commune.late, commune.dropping,
      ]
      add(.coverage, [.text(commune.commune)] + counts.map(RowValue.whole(_:)))
    }
  }

  mutating func add(_ period: MeasurePeriod) {
    add(
      .measureHistory, month: VietnamMonth.firstDay(period.from),
      changedAt: max(period.from, period.until ?? .min),
      [
        .text(period.commune), .text(period.measure), .time(period.from),
        .time(ifKnown: period.until), .real(period.low), .real(period.high),
        .time(ifKnown: period.observedAt),
      ])
  }

  mutating func add(_ period: ReportingPeriod) {
    let counts = [period.fresh, period.ageing, period.silent, period.waiting, period.quarantined]
    add(
      .reportingHistory, month: VietnamMonth.firstDay(period.from),
      changedAt: max(period.from, period.until ?? .min),
      [
        .text(period.commune), .time(period.from), .time(ifKnown: period.until),
        .whole(period.machines), .whole(period.simulatedMachines),
        .whole(ifKnown: period.computersThere),
      ] + counts.map(RowValue.whole(_:)))
  }

  /// - Parameter month: its first moment; nil for the present.
  mutating func add(
    standings situations: [CommuneSituation], of month: Date? = nil, _ policy: Policy,
    digest: String
  ) {
    let reporting = Dictionary(
      situations.map { ($0.code, $0.reporting) }, uniquingKeysWith: { first, _ in first })
    let ranking = Ranking(policy: policy, communes: situations.map(\.measures))
    for ranked in ranking.communes.sorted(by: { $0.standing.code < $1.standing.code }) {
      let standing = ranked.standing
      var values: [RowValue] = [
        .text(standing.code), .text(ranked.queue.rawValue), .whole(ranked.rank),
        .whole(ranked.bestRank), .whole(ranked.worstRank), .real(standing.pointsLow),
        .real(standing.pointsHigh), .real(standing.confidence),
      ]
      if month == nil { values.append(.text(reporting[standing.code]?.rawValue ?? "")) }
      values.append(.text(digest))
      add(
        month == nil ? .standing : .standingHistory,
        month: month.map { VietnamMonth.firstDay($0.microseconds) } ?? VietnamMonth.none, values)
    }
  }

  mutating func add(_ found: PublishedProgrammes) {
    for programme in found.programmes {
      add(
        .programme,
        [
          .whole(programme.number), .text(programme.name), .whole(programme.budget),
          .time(programme.adoptedAt),
        ])
    }
    for item in found.items {
      add(
        .programmeItem,
        [
          .whole(item.number), .whole(item.programme), .text(item.commune), .text(item.item),
          .text(ifKnown: item.evidence), .whole(item.plannedCount), .whole(item.plannedPrice),
          .whole(item.count), .whole(item.price), .time(ifKnown: item.cancelledAt),
        ])
    }
    for entry in found.entries {
      add(
        .programmeEntry,
        [
          .whole(entry.number), .whole(entry.item), .text(entry.commune), .text(entry.kind),
          .day(entry.day), .whole(entry.count), .whole(entry.price),
          .time(ifKnown: entry.withdrawnAt),
        ])
    }
    for evidence in found.evidence {
      add(
        .programmeEvidence,
        [
          .text(evidence.kind), .text(evidence.subject), .whole(evidence.delivery),
          .text(evidence.commune), .time(evidence.seenAt), .time(ifKnown: evidence.voidedAt),
        ])
    }
  }
}
