import Foundation
import Prioritization

/// The integer programme of a plan, written from its definition and solved by Debian's cbc.
struct Referee {
  let policy: Policy
  let communes: [CommuneMeasures]
  let budget: Int

  struct Answer {
    /// The value of the best plan found.
    var found: Double
    /// Upper bound on any plan, as far as proven in the given time.
    var bound: Double
  }

  /// The model in CPLEX's LP format. Money is counted in millions.
  var model: String {
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
        closed[j].append("\(item.closes / span) x\(i)_\(k)")
        bounds.append("0 <= x\(i)_\(k) <= \(Int(units))")
        whole.append("x\(i)_\(k)")
      }
      var lines: [String] = []
      for (l, line) in policy.lines.enumerated() {
        guard let j = policy.criteria.firstIndex(where: { $0.id == line.criterion }) else {
          continue
        }
        let gain = standing.gapLow[j] - policy.criteria[j].gap(of: line.to)
        guard gain > 1e-9 else { continue }
        spend.append("\(Double(line.cost) / 1e6) y\(i)_\(l)")
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
      if plan.floor > 0 { limits.append("\(sum) >= \(Double(plan.floor) / 1e6)") }
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
  static func text(objective: [String], limits: [String], bounds: [String], whole: [String])
    -> String
  {
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

  /// - Throws: ``Failure`` with cbc's output if it found no plan.
  func answer(seconds: Int) throws -> Answer { try Self.solve(model, seconds: seconds) }

  /// - Throws: ``Failure`` with cbc's output if it found no plan.
  static func solve(_ model: String, seconds: Int) throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "referee-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "plan.lp")
    try model.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/cbc")
    // The preprocessing of cbc 2.10.8 loses the optimum of one of our provinces and reports
    // "optimal".
    process.arguments = [
      file.path, "-sec", "\(seconds)", "-ratio", "1e-6", "-preprocess", "off", "-solve",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let printed = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    func figure(_ name: String) -> Double? {
      printed.split(separator: "\n").last { $0.hasPrefix(name) }
        .flatMap { $0.split(separator: ":").last }
        .flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }.map(abs)
    }
    guard let found = figure("Objective value:") else { throw Failure(printed: printed) }
    return Answer(
      found: found, bound: figure("Upper bound:") ?? figure("Lower bound:") ?? found)
  }

  struct Failure: Error { let printed: String }
}
