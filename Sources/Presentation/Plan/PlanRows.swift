public import Prioritization

/// A plan by commune, with everything about a commune in one row.
///
/// A commune may be funded and still lack something, and then the plan says why it gets no more:
/// whoever lists or counts communes that get nothing must not count that one.
public struct PlanRows: Sendable {
  public struct Row: Sendable {
    public var code: String
    var bought: PlannedCommune?
    var visit: PlannedVisit?
    /// What the plan does not buy for it. There may be two reasons: one for the next purchase, and
    /// one for what is unknown.
    var refusals: [Refusal]

    /// The count of each catalogue entry.
    func counts(_ policy: Policy) -> [Int] {
      policy.catalogue.map { entry in
        bought?.purchases.first { $0.item == entry.id }?.count ?? 0
      }
    }

    /// Whether the plan spends anything on it, if only on a visit.
    public var isFunded: Bool { bought != nil || visit != nil }

    /// Stable: programs and messages depend on it.
    var outcome: String { bought != nil ? "bought" : visit != nil ? "visit" : "refused" }
  }

  /// First the communes bought for, then those visited, then the rest.
  public let rows: [Row]

  /// Communes that get something, but not all that they lack.
  public var partly: [Row] { rows.filter { $0.isFunded && !$0.refusals.isEmpty } }

  /// Communes that get nothing.
  public var unfunded: [Row] { rows.filter { !$0.isFunded } }

  public init(_ plan: Plan) {
    let refusals = Dictionary(grouping: plan.refusals, by: \.code)
    let visits = Dictionary(
      plan.visits.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    func row(_ code: String, _ bought: PlannedCommune? = nil) -> Row {
      Row(code: code, bought: bought, visit: visits[code], refusals: refusals[code] ?? [])
    }
    var rows = plan.communes.map { row($0.code, $0) }
    var listed = Set(rows.map(\.code))
    for code in plan.visits.map(\.code) + plan.refusals.map(\.code)
    where listed.insert(code).inserted {
      rows.append(row(code))
    }
    self.rows = rows
  }
}

extension PlanText {
  /// Why a commune does not get more, in sentences; empty if it lacks nothing more.
  public func reason(_ row: PlanRows.Row) -> String {
    row.refusals.map(reason).joined(separator: " ")
  }
}
