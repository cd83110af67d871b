public import Foundation
public import InventoryStore
import PostgreSQL
public import Prioritization

/// The publications of provinces, as inputs of a ranking.
public struct NationReading: Sendable {
  /// By code.
  public let situations: [CommuneSituation]
  /// By province.
  public let publications: [Publication]
  /// Provinces whose measures another edition of the program made.
  public let otherEditions: [String]

  /// Reads every published commune as its province's inventory would have it at `now`, in one
  /// snapshot of the database.
  ///
  /// - Parameter province: two digits; nil for the country.
  /// - Throws: `PostgreSQLError`; ``NationError``, also if a province makes its measures by other
  ///   rules than the policy's.
  public init(
    _ nation: NationDatabase, policy: Policy, province: String? = nil, now: Date
  ) throws {
    try nation.requireSchema()
    let (publications, communes) = try nation.connection.transaction(
      "ISOLATION LEVEL REPEATABLE READ READ ONLY"
    ) {
      (
        try nation.publications(of: province), try nation.communes(of: province, now: now)
      )
    }
    guard !publications.isEmpty else {
      throw NationError(
        .nothingPublished,
        province.map {
          "Province \($0) has not been published: run commune-inventory publish there first."
        }
          ?? "No province has been published: run commune-inventory publish in the provinces first."
      )
    }
    var otherEditions: [String] = []
    for publication in publications {
      switch PublishedRules.compare(publication.measureRules, with: policy) {
      case .same: break
      case .otherEdition: otherEditions.append(publication.province)
      case .other:
        throw NationError(
          .otherRules,
          "Province \(publication.province) computes its measures by other rules than this policy's (what an adequate computer is, how long a report counts, the required services): name its policy with --policy, or let it publish by this one."
        )
      }
    }
    let published = Set(publications.map(\.province))
    self.publications = publications
    self.otherEditions = otherEditions
    situations = communes.filter { published.contains($0.register.provinceCode) }
      .situations(policy: policy, now: now)
  }

  /// Publications so old that the effects of time alone may no longer be known.
  public func overdue(at now: Date) -> [Publication] {
    publications.filter { $0.validUntil < now }
  }
}

extension NationDatabase {
  /// SQL: the state of each commune that holds at a moment, `$1` in microseconds since 1970; `$2`
  /// is the province or NULL.
  private static let chosen = """
    WITH chosen AS (
      SELECT province, commune, coalesce(
        max(valid_from) FILTER (
          WHERE valid_from <= timestamptz 'epoch' + $1::bigint * interval '1 microsecond'),
        min(valid_from)) AS valid_from
      FROM commune_inventory.commune_state
      WHERE $2::text IS NULL OR province = $2 GROUP BY province, commune)
    """

  fileprivate func communes(of province: String?, now: Date) throws -> [PublishedCommune] {
    let arguments = [String(now.microseconds), province]
    var measures = try measures(arguments)
    let rows = try connection.execute(
      """
      \(Self.chosen)
      SELECT c.commune, c.name, c.kind, c.province, c.province_name, c.latitude, c.longitude,
        c.remote, c.border, c.island, c.officials, c.dossiers_per_month, c.simulated,
        (extract(epoch FROM s.valid_from) * 1000000)::bigint, s.machines, s.simulated_machines,
        s.computers_there, (extract(epoch FROM s.last_report_at) * 1000000)::bigint
      FROM commune_inventory.commune c
      LEFT JOIN (chosen JOIN commune_inventory.commune_state s USING (province, commune, valid_from))
        ON s.province = c.province AND s.commune = c.commune
      WHERE $2::text IS NULL OR c.province = $2 ORDER BY c.commune COLLATE "C"
      """, arguments)
    return (0..<rows.count).map { row in
      let code = rows.text(row, 0) ?? ""
      let record = CommuneRecord(
        code: code, name: rows.text(row, 1) ?? "", kind: rows.text(row, 2) ?? "",
        provinceCode: rows.text(row, 3) ?? "", provinceName: rows.text(row, 4) ?? "",
        latitude: rows.real(row, 5), longitude: rows.real(row, 6), remote: rows.flag(row, 7),
        border: rows.flag(row, 8), island: rows.flag(row, 9),
        officials: rows.whole(row, 10).map(Int.init),
        dossiersPerMonth: rows.whole(row, 11).map(Int.init),
        simulated: rows.flag(row, 12) ?? false)
      guard let from = rows.whole(row, 13) else {
        return PublishedCommune(register: record, state: nil)
      }
      var state = measures.removeValue(forKey: code) ?? .none(code)
      state.validFrom = from
      state.machines = Int(rows.whole(row, 14) ?? 0)
      state.simulatedMachines = Int(rows.whole(row, 15) ?? 0)
      state.computersThere = Int(rows.whole(row, 16) ?? 0)
      state.lastReportAt = rows.whole(row, 17)
      return PublishedCommune(register: record, state: state)
    }
  }

  /// States with their measures, by commune.
  private func measures(_ arguments: [String?]) throws -> [String: PublishedState] {
    let rows = try connection.execute(
      """
      \(Self.chosen)
      SELECT m.commune, m.measure, m.attested, m.low, m.high,
        (extract(epoch FROM m.observed_at) * 1000000)::bigint
      FROM chosen JOIN commune_inventory.commune_measure m USING (province, commune, valid_from)
      ORDER BY m.commune COLLATE "C"
      """, arguments)
    var states: [String: PublishedState] = [:]
    var state: PublishedState?
    for row in 0..<rows.count {
      let code = rows.text(row, 0) ?? ""
      if state?.commune != code {
        if let state { states[state.commune] = state }
        state = .none(code)
      }
      let measure = PublishedState.Measure(
        name: rows.text(row, 1) ?? "", low: rows.real(row, 3) ?? 0, high: rows.real(row, 4) ?? 0,
        observedAt: rows.whole(row, 5))
      if rows.flag(row, 2) == true {
        state?.attested.append(measure)
      } else {
        state?.measures.append(measure)
      }
    }
    if let state { states[state.commune] = state }
    return states
  }
}

extension PublishedState {
  fileprivate static func none(_ commune: String) -> PublishedState {
    PublishedState(
      commune: commune, validFrom: 0, machines: 0, simulatedMachines: 0, computersThere: 0,
      lastReportAt: nil)
  }
}
