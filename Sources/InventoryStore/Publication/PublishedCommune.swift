public import Foundation
public import Prioritization

/// A commune as it was published: its row of the register, and what is known about it.
public struct PublishedCommune: Sendable {
  public var register: CommuneRecord
  /// nil if nothing is known.
  public var state: PublishedState?

  public init(register: CommuneRecord, state: PublishedState?) {
    self.register = register
    self.state = state
  }
}

extension [PublishedCommune] {
  /// The inputs of a ranking, as the inventory that published them would provide them at `now`.
  ///
  /// - Parameter policy: one with the rules by which the measures were made.
  public func situations(policy: Policy, now: Date) -> [CommuneSituation] {
    // Several criteria may use one measure.
    let slots = policy.criteria.map { criterion in
      criterion.measure.flatMap { measure in
        policy.criteria.firstIndex { $0.measure == measure }
      }
    }
    var criteria: [String: Int] = [:]
    for (index, criterion) in policy.criteria.enumerated() {
      if let measure = criterion.measure, criteria[measure] == nil { criteria[measure] = index }
    }
    func entries(_ measures: [PublishedState.Measure]) -> [SituationMeasures.Entry] {
      measures.compactMap { measure in
        criteria[measure.name].map {
          .init(
            criterion: $0, low: measure.low, high: measure.high,
            observedAt: measure.observedAt ?? now.microseconds)
        }
      }
    }
    return map { commune in
      CommuneSituation(
        RegisterRow(commune), computed: nil, measures: entries(commune.state?.measures ?? [])[...],
        attested: entries(commune.state?.attested ?? []), slots: slots, policy: policy, now: now)
    }
  }
}

extension RegisterRow {
  fileprivate init(_ commune: PublishedCommune) {
    let (record, state) = (commune.register, commune.state)
    self.init(
      code: record.code, name: record.name, kind: record.kind, provinceCode: record.provinceCode,
      provinceName: record.provinceName, remote: record.remote, border: record.border,
      island: record.island, officials: record.officials,
      dossiersPerMonth: record.dossiersPerMonth, latitude: record.latitude,
      longitude: record.longitude, simulated: record.simulated, machines: state?.machines ?? 0,
      simulatedMachines: state?.simulatedMachines ?? 0, computersThere: state?.computersThere ?? 0,
      lastReportAt: state?.lastReportAt.map { Date(microseconds: $0) }, holdUntil: nil)
  }
}
