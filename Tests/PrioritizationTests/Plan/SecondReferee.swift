import Foundation
import PlanModels
import Prioritization

/// The integer programme of a plan under the second model, written from the policies' README: items
/// that require computers, computers that fill empty places before replacing old ones, a horizon,
/// and communes with only some criteria proven.
struct SecondReferee {
  let policy: Policy
  let communes: [CommuneMeasures]
  let budget: Int

  private var objective: [String] = []
  private var limits: [String] = []
  private var bounds: [String] = []
  private var whole: [String] = []
  private var all: [String] = []
  private var remote: [String] = []

  init(policy: Policy, communes: [CommuneMeasures], budget: Int, visits: Int) {
    self.policy = policy
    self.communes = communes
    self.budget = budget
    for (at, commune) in communes.enumerated() { add(at, commune) }
    let money = Double(budget - visits) / 1e6
    if !all.isEmpty { limits.append(all.joined(separator: "\n + ") + " <= \(money)") }
    if let quota = policy.plan?.remoteQuota, quota > 0, !remote.isEmpty {
      limits.append(
        remote.joined(separator: "\n + ") + " >= \(Double(budget) / 1e6 * quota)")
    }
  }

  private mutating func add(_ at: Int, _ commune: CommuneMeasures) {
    let policy = policy
    let standing = Standing(policy: policy, measures: commune)
    let isRanked = standing.confidence + 1e-9 >= policy.confidence
    let horizon = policy.plan?.horizonYears
    var spend: [String] = []
    // By criterion: what each unit adds to the existing ones.
    var bought: [Int: [String]] = [:]
    var closed: [Int: [String]] = [:]
    func isOpen(_ j: Int) -> Bool {
      isRanked
        || 1 - (standing.gapHigh[j] - standing.gapLow[j]) + 1e-9 >= policy.confidence
    }
    func need(_ j: Int) -> Double {
      let criterion = policy.criteria[j]
      return commune.needs[j]
        ?? abs(criterion.standard - criterion.floor) * commune.factors[j]
    }
    func there(_ j: Int) -> Double {
      max(0, need(j) - (commune.vacancies[j] ?? need(j) * standing.gapLow[j]))
    }
    func place(_ id: String?) -> Int? { policy.criteria.firstIndex { $0.id == id } }
    func variable(_ name: String, most: Double) {
      bounds.append("0 <= \(name) <= \(Int(min(most, 10_000)))")
      whole.append(name)
    }
    for (k, item) in policy.items.enumerated() {
      guard let j = place(item.criterion), isOpen(j), standing.gapLow[j] > 0 else { continue }
      let name = "x\(at)_\(k)"
      let each = item.closes / need(j)
      if let vacancies = commune.vacancies[j] {
        // The first units fill empty places, the others replace units that count in part.
        let rest = 1 - policy.adequacy.oldCounts
        variable(name + "f", most: (vacancies / item.closes).rounded(.down))
        variable(
          name + "r", most: (standing.gapLow[j] / (each * rest) - 1e-9).rounded(.up))
        spend.append("\(Double(item.cost) / 1e6) \(name)f + \(Double(item.cost) / 1e6) \(name)r")
        closed[j, default: []] += ["\(each) \(name)f", "\(each * rest) \(name)r"]
        bought[j, default: []] += ["\(item.closes) \(name)f", "\(item.closes) \(name)r"]
      } else {
        variable(name, most: (standing.gapLow[j] / each - 1e-9).rounded(.up))
        spend.append("\(Double(item.cost) / 1e6) \(name)")
        closed[j, default: []].append("\(each) \(name)")
        bought[j, default: []].append("\(item.closes) \(name)")
      }
    }
    var lines: [(name: String, place: Int, requires: Int?)] = []
    for (l, line) in policy.lines.enumerated() {
      guard let j = place(line.criterion), isOpen(j) else { continue }
      let gain = standing.gapLow[j] - policy.criteria[j].gap(of: line.to)
      guard gain > 1e-9 else { continue }
      let name = "y\(at)_\(l)"
      variable(name, most: 1)
      spend.append("\(Double(line.cost) / 1e6) \(name)")
      closed[j, default: []].append("\(gain) \(name)")
      lines.append((name, j, place(line.requires)))
    }
    if lines.count > 1 { limits.append(lines.map(\.name).joined(separator: " + ") + " <= 1") }
    require(at, bought, lines, need: need, there: there, isWhole: { standing.gapLow[$0] <= 0 }) {
      need($0) * (1 - standing.gapLow[$0])
    }
    for (j, terms) in closed.sorted(by: { $0.key < $1.key }) {
      let years =
        (policy.items.filter { place($0.criterion) == j }.compactMap(\.terms.years)
        + policy.lines.filter { place($0.criterion) == j }.compactMap(\.terms.years)).first
      let lasting = horizon.flatMap { horizon in years.map { min(1, $0 / horizon) } } ?? 1
      let worth =
        lasting * 1000 * policy.criteria[j].share * standing.emphasis / policy.maximumEmphasis
      objective.append("\(worth) z\(at)_\(j)")
      bounds.append("0 <= z\(at)_\(j) <= \(standing.gapLow[j])")
      limits.append("z\(at)_\(j) - " + terms.joined(separator: " - ") + " <= 0")
    }
    guard !spend.isEmpty else { return }
    let sum = spend.joined(separator: " + ")
    if let cap = policy.plan?.cap { limits.append("\(sum) <= \(Double(cap) / 1e6)") }
    all.append(sum)
    if let context = policy.context.firstIndex(where: { $0.id == "remote" }),
      (commune.context[context] ?? 0) >= policy.context[context].full / 2
    {
      remote.append(sum)
    }
  }

  /// Limits units to the number of the items they require, until the need for those is met.
  private mutating func require(
    _ at: Int, _ bought: [Int: [String]], _ lines: [(name: String, place: Int, requires: Int?)],
    need: (Int) -> Double, there: (Int) -> Double, isWhole: (Int) -> Bool,
    has: (Int) -> Double
  ) {
    let pairs = Set(
      policy.items.compactMap { item -> [Int]? in
        guard let j = policy.criteria.firstIndex(where: { $0.id == item.criterion }),
          let r = policy.criteria.firstIndex(where: { $0.id == item.requires })
        else { return nil }
        return [j, r]
      })
    for pair in pairs.sorted(by: { $0[0] < $1[0] }) {
      let (j, r) = (pair[0], pair[1])
      guard let units = bought[j], !isWhole(r), there(r) < need(r) - 1e-9 else { continue }
      let more = (bought[r] ?? []).map { " - " + $0 }.joined()
      // 1 once the need for the required item is met.
      let met = "m\(at)_\(j)"
      bounds.append("0 <= \(met) <= 1")
      whole.append(met)
      if bought[r] == nil {
        limits.append("\(met) <= 0")
      } else {
        limits.append("\(need(r) - there(r)) \(met)\(more) <= 0.000000001")
      }
      let sum = units.joined(separator: " + ")
      let room = there(r) - (has(j) + 1e-9).rounded(.down)
      guard room < 0 else {
        limits.append("\(sum)\(more) - 20000 \(met) <= \(room + 1e-9)")
        continue
      }
      // There are already more units than required items: buy none, or enough of the required item.
      let none = "w\(at)_\(j)"
      bounds.append("0 <= \(none) <= 1")
      whole.append(none)
      limits.append("\(sum)\(more) - 20000 \(met) - \(-room) \(none) <= \(room + 1e-9)")
      limits.append("\(sum) + 20000 \(none) <= 20000")
    }
    for line in lines {
      guard let r = line.requires, !isWhole(r), there(r) < need(r) - 1e-9 else { continue }
      let more = (bought[r] ?? []).map { " - " + $0 }.joined()
      limits.append("\(line.name)\(more) <= \(there(r))")
    }
  }

  /// The model in CPLEX's LP format. Money is counted in millions.
  var model: String {
    PlanModel.text(objective: objective, limits: limits, bounds: bounds, whole: whole)
  }
}
