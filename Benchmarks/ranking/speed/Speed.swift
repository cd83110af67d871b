import Glibc
import Prioritization

/// `ranking-benchmark` prints the medians of the ranking's and the plan's figures as rows of a
/// Markdown table, `ranking-benchmark model NUMBER` the integer programme of a planning instance,
/// `ranking-benchmark plan NUMBER` the cost and the result of our plan for it.
@main
enum Speed {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let what = arguments.first else { return try table() }
    let instances = try PlanInstance.all()
    guard ["model", "plan"].contains(what), arguments.count == 2,
      let number = arguments.last.flatMap({ Int($0) }), instances.indices.contains(number)
    else {
      let usage = "ranking-benchmark [model NUMBER | plan NUMBER]; NUMBER is 0 or 1\n"
      _ = usage.withCString { write(2, $0, strlen($0)) }
      exit(64)
    }
    try show(what, of: instances[number])
  }

  private static func table() throws {
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

    for instance in try PlanInstance.all() {
      var plan: Plan?
      row(
        "plan, 3,321 communes, 5 items + 3 lines, quota 45 %, \(instance.name)", "≤ 500 ms", runs: 7
      ) {
        plan = try? instance.plan()
        return plan?.communes.count ?? 0
      }
      guard let plan else { continue }
      print(
        "| its certified gap (\(plan.budget - plan.spent) VND left) | \(decimals(plan.optimalityGap * 100, 5)) % |  | ≤ 0.01 % |"
      )
    }
  }

  /// For other solvers: the model of an instance, or one line of JSON about our plan for it.
  private static func show(_ what: String, of instance: PlanInstance) throws {
    guard what == "plan" else { return print(instance.model, terminator: "") }
    var plan = try instance.plan()
    let times = try medians(runs: 7) { plan = try instance.plan() }
    print(
      """
      {"limits": "\(instance.name)", "milliseconds": \(times.wall), "processorMilliseconds": \(times.processor), \
      "value": \(plan.value), "upperBound": \(plan.upperBound)}
      """)
  }

  private static func row(
    _ what: String, _ wanted: String, runs: Int, _ work: () -> Int
  ) {
    let times = medians(runs: runs) { if work() == 0 { print("nothing was done") } }
    print(
      "| \(what) | \(decimals(times.wall, 2)) ms | \(decimals(times.processor, 2)) ms | \(wanted) |"
    )
  }

  /// Medians in milliseconds: wall time is what a planner waits; processor time is comparable on a
  /// busy machine.
  private static func medians<Failure>(
    runs: Int, _ work: () throws(Failure) -> Void
  ) throws(Failure) -> (wall: Double, processor: Double) {
    // The first run has cold caches.
    try work()
    var wall: [Double] = []
    var processor: [Double] = []
    let clock = ContinuousClock()
    for _ in 0..<runs {
      let start = processorMilliseconds()
      let began = clock.now
      try work()
      let time = clock.now - began
      processor.append(processorMilliseconds() - start)
      wall.append(
        Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000)
    }
    return (wall.sorted()[runs / 2], processor.sorted()[runs / 2])
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
