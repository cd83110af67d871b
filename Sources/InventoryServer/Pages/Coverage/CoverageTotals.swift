import InventoryStore

/// Sums over the coverage of many communes.
struct CoverageTotals {
  private(set) var communes = 0
  private(set) var byState: [CommuneCoverage.State: Int] = [:]
  private(set) var machines = 0
  private(set) var heard = 0
  private(set) var silent = 0
  private(set) var waiting = 0
  private(set) var quarantined = 0
  /// Computers needed in communes whose number of officials is known.
  private(set) var expected = 0
  /// Machines enrolled in those communes.
  private(set) var enrolledOfExpected = 0
  /// Communes with an unknown number of officials.
  private(set) var unknownOfficials = 0
  private(set) var anySimulated = false

  init(_ all: some Sequence<CommuneCoverage>) {
    for commune in all { add(commune) }
  }

  private mutating func add(_ commune: CommuneCoverage) {
    communes += 1
    byState[commune.state, default: 0] += 1
    machines += commune.machines
    heard += commune.heard
    silent += commune.silent
    waiting += commune.waiting
    quarantined += commune.quarantined
    if let wanted = commune.expected {
      expected += wanted
      enrolledOfExpected += commune.machines
    } else {
      unknownOfficials += 1
    }
    anySimulated = anySimulated || commune.simulated
  }

  func count(_ state: CommuneCoverage.State) -> Int { byState[state] ?? 0 }
}
