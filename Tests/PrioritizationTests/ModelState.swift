import Prioritization
import TestSupport

/// What one commune has, as the inventory would measure it under the standard policy.
struct ModelState {
  var code = "21250"
  var officials = 10
  var adequate = 0
  var old = 0
  var scanners = 0
  /// Of five.
  var services = 0
  var signatures = 0
  /// Bits per second.
  var line = 0.0
  var workload: Double?
  var remote: Double?
  var knowsOfficials = true
  var knowsLine = true
  var coverage = 1.0
  /// Days since everything was observed.
  var days = 0.0
  /// Days since the line was measured, if fewer.
  var lineDays: Double?

  /// Computers per official, each weighted by its condition.
  func computersPerOfficial(_ policy: Policy) -> Double {
    let good = min(adequate, officials)
    let rest = min(old, officials - good)
    return (Double(good) + policy.adequacy.oldCounts * Double(rest)) / Double(officials)
  }

  func measures(_ policy: Policy) -> CommuneMeasures {
    func known(_ value: Double) -> Observation { .known(low: value, high: value, ageDays: days) }
    let observations = policy.criteria.map { criterion -> Observation in
      switch criterion.id {
      case "computers": knowsOfficials ? known(computersPerOfficial(policy)) : .unknown
      case "scanners": known(Double(scanners))
      case "coverage": known(coverage)
      case "line":
        knowsLine ? .known(low: line, high: line, ageDays: lineDays ?? days) : .unknown
      case "services": known(Double(services) / 5)
      case "signatures": known(Double(signatures))
      default: .unknown
      }
    }
    var measures = CommuneMeasures(
      code: code, observations: observations,
      context: policy.context.map {
        $0.id == "workload" ? workload : $0.id == "remote" ? remote : nil
      },
      needs: policy.criteria.map {
        $0.id == "computers" ? Double(officials) : $0.id == "services" ? 5 : nil
      })
    measures.factors = policy.criteria.map { $0.per?.factor(workload) ?? 1 }
    measures.vacancies = policy.criteria.map {
      $0.id == "computers" && knowsOfficials ? Double(max(0, officials - adequate - old)) : nil
    }
    if !knowsOfficials {
      measures.awaitingRegister = policy.criteria.indices.filter {
        policy.criteria[$0].id == "computers"
      }
    }
    return measures
  }

  /// The state after these purchases: a computer beyond one per official replaces an old one.
  func buying(_ purchases: [Purchase]) -> ModelState {
    var state = self
    for purchase in purchases {
      switch purchase.item {
      case "computer":
        state.adequate += purchase.count
        state.old -= max(0, min(state.old, state.adequate + state.old - officials))
      case "scanner": state.scanners += purchase.count
      case "accountSetup": state.services = min(5, services + purchase.count)
      case "signatureToken": state.signatures += purchase.count
      case "fibre20": state.line = 20e6
      case "fibre35": state.line = 35e6
      case "fibre50": state.line = 50e6
      default: break
      }
      // A new line is measured again.
      if purchase.item.hasPrefix("fibre") { state.lineDays = 0 }
    }
    return state
  }

  static func random(_ at: Int, _ random: inout Seeded) -> ModelState {
    var state = ModelState(code: String(10000 + at))
    state.officials = Int.random(in: 1...40, using: &random)
    state.adequate = Int.random(in: 0...state.officials, using: &random)
    if Bool.random(using: &random) { state.adequate = min(state.adequate, 2) }
    state.old = Int.random(in: 0...state.officials + 3, using: &random)
    if Int.random(in: 0..<4, using: &random) == 0 { (state.adequate, state.old) = (0, 0) }
    state.scanners = Int.random(in: 0...3, using: &random)
    state.services = Int.random(in: 0...5, using: &random)
    state.signatures = Int.random(in: 0...2, using: &random)
    state.line = [0, 8e6, 20e6, 42e6, 100e6].randomElement(using: &random) ?? 0
    state.workload = [nil, 300, 2000, 5000].randomElement(using: &random) ?? nil
    state.remote = [nil, 0, 1].randomElement(using: &random) ?? nil
    state.knowsOfficials = Int.random(in: 0..<6, using: &random) > 0
    state.knowsLine = Int.random(in: 0..<5, using: &random) > 0
    state.coverage = Double.random(in: 0...1, using: &random)
    state.days = Double(Int.random(in: 0...30, using: &random))
    return state
  }
}
