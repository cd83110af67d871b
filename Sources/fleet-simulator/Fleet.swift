import Reporting

/// All machines of a run.
struct Fleet {
  var machines: [SimulatedMachine] = []
  /// Communes by profile, for the log.
  var communes: [Profile: Int] = [:]

  /// - Parameter usual: the approximate number of computers per commune.
  init(
    tokens: TokenFile, facts: [CommuneCode: Profile], usual: Int, seed: UInt64,
    faults: SimulatedFaults
  ) {
    for entry in tokens.entries {
      let profile = facts[entry.commune] ?? Profile(of: entry.commune, seed: seed)
      communes[profile, default: 0] += 1
      let part = Participation(of: entry.commune, profile: profile, seed: seed)
      guard part != .neverEnrolled else { continue }
      let count = profile.machineCount(usual: usual, in: entry.commune, seed: seed)
      for index in 0..<min(count, entry.uses ?? count) {
        machines.append(
          SimulatedMachine(
            commune: entry.commune, profile: profile, token: entry.token, index: index, seed: seed,
            reports: part == .reporting, faults: faults))
      }
    }
    for index in machines.indices.filter({ machines[$0].reports }).prefix(faults.clones) {
      machines[index].isCloned = true
    }
  }

  /// Equips communes, by code, with what programmes delivered.
  mutating func give(_ deliveries: [String: DeliveredEquipment]) {
    for place in machines.indices { machines[place].receive(deliveries) }
  }
}
