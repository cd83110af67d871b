import Glibc
import Prioritization

/// Prints the medians of the ranking's and the plan's figures as rows of a Markdown table.
@main
enum Speed {
  static func main() throws {
    let policy = try Instance.indexPolicy()
    let province = Instance.indexCommunes(3321)
    let many = Instance.indexCommunes(100_000)
    print("| figure | median | of the processor | wanted |\n|---|---|---|---|")
    row("default index with intervals, 3,321 × 12", "≤ 5 ms", runs: 41) {
      Ranking(policy: policy, communes: province).communes.count
    }
    row("default index with intervals, 100,000 × 12", "≤ 150 ms", runs: 11) {
      Ranking(policy: policy, communes: many).communes.count
    }
    let ranking = Ranking(policy: policy, communes: province)
    let gaps = GapMatrix(ranking)
    row("PROMETHEE II, 3,321 × 12", "≤ 30 ms", runs: 21) { gaps.netFlows().count }
    row("TOPSIS against the fixed ideal, 3,321 × 12", "", runs: 21) {
      gaps.distancesFromIdeal().count
    }
    row("weighted products, 3,321 × 12", "", runs: 21) { gaps.weightedProducts().count }
    row("sensitivity, 1,000 weight vectors, 3,321 × 12", "≤ 300 ms", runs: 7) {
      Sensitivity(ranking, top: 300).communes.count
    }

    let communes = Instance.planCommunes(3321)
    for (name, floor, cap, budget) in [
      ("floor 10, cap 250 million", 10_000_000, 250_000_000, 300_000_000_000),
      ("floor 5, cap 500 million", 5_000_000, 500_000_000, 600_000_000_000),
    ] {
      let policy = try Instance.planPolicy(floor: floor, cap: cap, quota: 0.45)
      var gap = 0.0
      var left = 0
      row("plan, 3,321 communes, 5 items + 3 lines, quota 45 %, \(name)", "≤ 500 ms", runs: 7) {
        let plan = try? Plan(policy: policy, communes: communes, budget: budget)
        gap = plan?.optimalityGap ?? .nan
        left = budget - (plan?.spent ?? 0)
        return plan?.communes.count ?? 0
      }
      print("| its certified gap (\(left) VND left) | \(decimals(gap * 100, 5)) % |  | ≤ 0.01 % |")
    }
  }

  private static func row(
    _ what: String, _ wanted: String, runs: Int, _ work: () -> Int
  ) {
    var times: [Double] = []
    var processor: [Double] = []
    let clock = ContinuousClock()
    for run in 0...runs {
      // Wall time is what a planner waits; processor time is comparable on a busy machine.
      let start = processorMilliseconds()
      let time = clock.measure { if work() == 0 { print("nothing was done") } }
      // The first run has cold caches.
      guard run > 0 else { continue }
      processor.append(processorMilliseconds() - start)
      times.append(
        Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000)
    }
    times.sort()
    processor.sort()
    print(
      "| \(what) | \(decimals(times[runs / 2], 2)) ms | \(decimals(processor[runs / 2], 2)) ms | \(wanted) |"
    )
  }

  private static func processorMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
  }

  private static func decimals(_ number: Double, _ count: Int) -> String {
    guard number.isFinite else { return "none" }
    var scale = 1.0
    for _ in 0..<count { scale *= 10 }
    let whole = String(Int((number * scale).rounded()))
    let padded = String(repeating: "0", count: max(0, count + 1 - whole.count)) + whole
    return "\(padded.dropLast(count)).\(padded.suffix(count))"
  }
}
