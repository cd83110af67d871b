public import Prioritization

/// The integer programme of a plan, written from its definition for other solvers. Money is counted
/// in millions of VND.
public struct PlanModel {
  private let policy: Policy
  private let communes: [CommuneMeasures]
  private let budget: Int

  /// - Parameter budget: Whole VND.
  public init(policy: Policy, communes: [CommuneMeasures], budget: Int) {
    self.policy = policy
    self.communes = communes
    self.budget = budget
  }

  /// The model in CPLEX's LP format.
  public var text: String {
    var objective: [String] = []
    var limits: [String] = []
    var bounds: [String] = []
    var whole: [String] = []
    var all: [String] = []
    var remote: [String] = []
    let plan = policy.plan ?? PlanLimits()
    for (i, commune) in communes.enumerated() {
      let standing = Standing(policy: policy, measures: commune)
      guard standing.confidence + 1e-9 >= policy.confidence else { continue }
      var spend: [String] = []
      // The cost of everything that the commune lacks, in whole VND.
      var most = 0
      var closed = [[String]](repeating: [], count: policy.criteria.count)
      for (k, item) in policy.items.enumerated() {
        guard let j = policy.criteria.firstIndex(where: { $0.id == item.criterion }) else {
          continue
        }
        let criterion = policy.criteria[j]
        let span = commune.needs[j] ?? abs(criterion.standard - criterion.floor)
        let units = (standing.gapLow[j] / (item.closes / span) - 1e-9).rounded(.up)
        guard units > 0 else { continue }
        spend.append("\(Double(item.cost) / 1e6) x\(i)_\(k)")
        most += Int(units) * item.cost
        closed[j].append("\(item.closes / span) x\(i)_\(k)")
        bounds.append("0 <= x\(i)_\(k) <= \(Int(units))")
        whole.append("x\(i)_\(k)")
      }
      var lines: [String] = []
      var dearest = 0
      for (l, line) in policy.lines.enumerated() {
        guard let j = policy.criteria.firstIndex(where: { $0.id == line.criterion }) else {
          continue
        }
        let gain = standing.gapLow[j] - policy.criteria[j].gap(of: line.to)
        guard gain > 1e-9 else { continue }
        spend.append("\(Double(line.cost) / 1e6) y\(i)_\(l)")
        dearest = max(dearest, line.cost)
        closed[j].append("\(gain) y\(i)_\(l)")
        bounds.append("0 <= y\(i)_\(l) <= 1")
        whole.append("y\(i)_\(l)")
        lines.append("y\(i)_\(l)")
      }
      if lines.count > 1 { limits.append(lines.joined(separator: " + ") + " <= 1") }
      for (j, terms) in closed.enumerated() where !terms.isEmpty {
        let worth =
          1000 * policy.criteria[j].share * standing.emphasis / policy.maximumEmphasis
        objective.append("\(worth) z\(i)_\(j)")
        bounds.append("0 <= z\(i)_\(j) <= \(standing.gapLow[j])")
        limits.append("z\(i)_\(j) - " + terms.joined(separator: " - ") + " <= 0")
      }
      guard !spend.isEmpty else { continue }
      let sum = spend.joined(separator: " + ")
      if let cap = plan.cap { limits.append("\(sum) <= \(Double(cap) / 1e6)") }
      // A commune that lacks less than the floor gets everything that it lacks.
      let floor = min(plan.floor, most + dearest)
      if floor > 0 { limits.append("\(sum) >= \(Double(floor) / 1e6)") }
      all.append(sum)
      if commune.context[0] == 1 { remote.append(sum) }
    }
    limits.append(all.joined(separator: "\n + ") + " <= \(Double(budget) / 1e6)")
    if plan.remoteQuota > 0 {
      limits.append(
        remote.joined(separator: "\n + ") + " >= \(Double(budget) / 1e6 * plan.remoteQuota)")
    }
    return Self.text(objective: objective, limits: limits, bounds: bounds, whole: whole)
  }

  /// A model in CPLEX's LP format.
  ///
  /// - Parameter whole: Integer variables.
  public static func text(
    objective: [String], limits: [String], bounds: [String], whole: [String]
  ) -> String {
    """
    Maximize
     \(objective.isEmpty ? "0 nothing" : objective.joined(separator: "\n + "))
    Subject To
     \(limits.joined(separator: "\n "))
    Bounds
     \(bounds.joined(separator: "\n "))
    Generals
     \(whole.joined(separator: "\n "))
    End

    """
  }
}
