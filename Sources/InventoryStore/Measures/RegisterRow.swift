import Foundation
import GRDB
import Prioritization

/// A commune's row of the register, with the stored figures of its reporting.
struct RegisterRow {
  let code, name, kind, provinceCode, provinceName: String
  let remote, border, island: Bool?
  let officials, dossiersPerMonth: Int?
  let latitude, longitude: Double?
  let simulated: Bool
  let machines, simulatedMachines, computersThere: Int
  let lastReportAt, holdUntil: Date?

  /// The columns that ``init(row:)`` reads, from `commune c`, `province p` and `commune_reporting
  /// r`.
  static let columns = """
    c.code, c.name, c.kind, c.province, p.name AS provinceName, c.remote, c.border, c.island,
    c.officials, c.dossiersPerMonth, c.latitude, c.longitude, c.simulated, r.machines,
    r.simulatedMachines, r.computersThere, r.lastReportAt, r.holdUntil
    """
}

extension RegisterRow: FetchableRecord {
  init(row: Row) {
    code = row["code"]
    name = row["name"]
    kind = row["kind"]
    provinceCode = row["province"]
    provinceName = row["provinceName"]
    remote = row["remote"]
    border = row["border"]
    island = row["island"]
    officials = row["officials"]
    dossiersPerMonth = row["dossiersPerMonth"]
    latitude = row["latitude"]
    longitude = row["longitude"]
    simulated = row["simulated"]
    machines = row["machines"] ?? 0
    simulatedMachines = row["simulatedMachines"] ?? 0
    computersThere = row["computersThere"] ?? machines
    lastReportAt = row.dateIfKnown("lastReportAt")
    holdUntil = row.dateIfKnown("holdUntil")
  }
}

extension RegisterRow {
  /// Number of purchasable units between a criterion's floor and standard; nil if that is their
  /// distance itself.
  func need(_ criterion: Criterion, machines: Int, _ policy: Policy) -> Double? {
    guard let measure = criterion.measure.flatMap(Measures.Name.init) else { return nil }
    let distance = abs(criterion.standard - criterion.floor)
    switch measure {
    case .computersPerOfficial, .adequateComputersPerOfficial:
      return officials.flatMap { $0 > 0 ? Double($0) * distance : nil }
    case .oldComputersShare, .reportingCoverage, .supportedSystemsShare:
      return machines > 0 ? Double(machines) * distance : nil
    case .usableServicesShare: return Double(policy.services.required.count) * distance
    case .scanners, .lineBitsPerSecond, .digitalSignatures: return nil
    }
  }

  /// Adds the figures of the register that purchases, workloads and inquiries depend on.
  func complete(_ measures: inout CommuneMeasures, computersThere: Int, _ policy: Policy) {
    if policy.criteria.contains(where: { $0.per != nil }) {
      measures.factors = policy.criteria.map { criterion in
        criterion.per.map { $0.factor(workload($0.source)) } ?? 1
      }
    }
    guard policy.format >= 2 else { return }
    var vacancies: [Double?] = []
    for (index, criterion) in policy.criteria.enumerated() {
      let measure = criterion.measure.flatMap(Measures.Name.init)
      let perOfficial = measure == .adequateComputersPerOfficial || measure == .computersPerOfficial
      if perOfficial, officials ?? 0 <= 0 { measures.awaitingRegister.append(index) }
      vacancies.append(
        measure == .adequateComputersPerOfficial
          ? officials.map { Double(max(0, $0 - computersThere)) } : nil)
    }
    measures.vacancies = vacancies
  }

  /// The names that ``workload(_:)`` knows.
  static let workloads = [
    "dossiersPerMonth", "officials", "remote", "border", "island", "borderOrIsland", "workload",
  ]

  /// The figure with which a standard grows; nil if it is unknown.
  private func workload(_ source: String) -> Double? {
    switch source {
    case "dossiersPerMonth": dossiersPerMonth.map(Double.init)
    case "officials": officials.map(Double.init)
    default: context(source)
    }
  }

  /// The raw value of a context bonus; nil if the register does not have it.
  func context(_ id: String) -> Double? {
    func flag(_ value: Bool?) -> Double? { value.map { $0 ? 1 : 0 } }
    switch id {
    case "remote": return flag(remote)
    case "border": return flag(border)
    case "island": return flag(island)
    case "borderOrIsland":
      let flags = [border, island]
      return flags.contains(true) ? 1 : flags.contains(nil) ? nil : 0
    case "workload": return dossiersPerMonth.map(Double.init)
    default: return nil
    }
  }
}
