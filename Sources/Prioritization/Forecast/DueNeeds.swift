/// How much of what falls due opens a gap: a spare computer beyond one for each official does not
/// have to be replaced, nor a token beyond those that the policy wants.
struct DueNeeds {
  /// What one commune needs of something.
  enum Bound: Equatable {
    case atMost(Int)
    /// The policy sets no limit: all of it.
    case all
    /// Perhaps none, perhaps all.
    case unknown

    /// - Parameters:
    ///   - due: What falls due in one period.
    ///   - remaining: How many are left after it, at least and at most.
    func part(of due: CountRange, remaining: CountRange) -> CountRange {
      switch self {
      case .all: due
      case .unknown: CountRange(low: 0, high: due.high)
      case .atMost(let needed):
        // Whatever raises one of these counts does not lower the other: both ends are possible.
        CountRange(
          low: min(due.low, max(0, needed - remaining.high)),
          high: min(due.high, max(0, needed - remaining.low)))
      }
    }
  }

  let computers: Bound
  let certificates: Bound

  init(_ commune: FleetCommune, _ policy: Policy) {
    func standards(_ measures: [AgeingMeasure]) -> [Double] {
      policy.criteria.enumerated().compactMap { at, criterion in
        guard let measure = criterion.measure.flatMap(AgeingMeasure.init),
          measures.contains(measure)
        else { return nil }
        let factors = commune.measures.factors
        let more = at < factors.count ? factors[at] - 1 : 0
        return criterion.standard + abs(criterion.standard - criterion.floor) * more
      }
    }
    // The measures count no more than one computer for each official.
    let perOfficial = standards([.adequateComputersPerOfficial, .computersPerOfficial]).max()
    computers =
      perOfficial.map { standard in
        commune.officials.map { .atMost(Self.whole(min(1, standard) * Double($0))) } ?? .unknown
      } ?? .all
    certificates =
      standards([.digitalSignatures]).max().map { .atMost(Self.whole($0)) } ?? .all
  }

  private static func whole(_ count: Double) -> Int {
    count.isFinite ? Int(max(0, min(1e9, (count - 1e-9).rounded(.up)))) : 1_000_000_000
  }
}
