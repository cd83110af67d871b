import Foundation
import InventoryStore
import Prioritization
import Reporting
import TestSupport
import Testing

/// Two identical communes until a test makes one of them diverge. Both are compared at the same
/// moment, so that only that divergence differs.
final class Twins {
  let inventory: TestInventory
  /// Their codes.
  let codes: [String]
  let province: User
  /// An officer of only the first commune.
  let own: User
  var computers: [RandomComputer] = []
  var days = 0.0

  private var store: InventoryStore { inventory.store }
  var now: Date { TestInventory.start.addingTimeInterval(days * 86_400) }

  init(_ inventory: TestInventory, codes: [String], _ random: inout Seeded) async throws {
    self.inventory = inventory
    self.codes = codes
    province = try await inventory.store.people.invite(
      "p\(codes[0])", role: .officer, scope: .province("51"), now: TestInventory.start
    ).user
    own = try await inventory.store.people.invite(
      "o\(codes[0])", role: .officer, scope: .commune(codes[0]), now: TestInventory.start
    ).user
    let officials = random.one(of: ["", "1", "3", "8", "20"])
    let dossiers = random.one(of: ["", "100", "2500", "6000"])
    let remote = random.one(of: ["", "1", "0"])
    let rows = codes.map { "\($0),\(officials),\(dossiers),\(remote),0,0\n" }.joined()
    _ = try await inventory.store.register.importTable(
      Data("code,officials,dossiersPerMonth,remote,border,island\n\(rows)".utf8),
      now: TestInventory.start)
  }

  /// Does the same in both, at the same time.
  func both(_ act: (Int) async throws -> Void) async throws {
    for at in codes.indices { try await act(at) }
  }

  func pass(_ days: Double) { self.days += days }

  func add(_ computer: RandomComputer) async throws {
    computers.append(computer)
    let at = computers.count - 1
    try await both { try await enrol(at, in: $0) }
    try await both { try await report(at, in: $0) }
  }

  func enrol(_ computer: Int, in commune: Int) async throws {
    computers[computer].keys.append(
      MachineKeyNumbered(
        key: try await inventory.enrol(commune: codes[commune], at: now)))
  }

  /// - Parameter change: Applies only to this report.
  func report(
    _ computer: Int, in commune: Int, _ change: (inout RandomComputer) -> Void = { _ in }
  ) async throws {
    var said = computers[computer]
    change(&said)
    computers[computer].keys[commune].sequence += 1
    _ = try await store.reports.file(
      inventory.report(
        said.keys[commune].key, sequence: computers[computer].keys[commune].sequence,
        hardware: said.hardware, scanners: said.scanners, bandwidth: said.bandwidth,
        accounts: said.accountFacts, at: now))
  }

  /// Every reporting computer, in both communes.
  func reportAll() async throws {
    for at in computers.indices where computers[at].speaks && !computers[at].isHeld {
      try await both { try await report(at, in: $0) }
    }
  }

  func id(_ computer: Int, in commune: Int) -> String {
    computers[computer].keys[commune].key.machineId
  }

  func situation(_ commune: Int, after later: Double = 0) async throws -> CommuneSituation {
    let all = try await store.situations.current(
      policy: inventory.policy, within: .commune(codes[commune]),
      now: now.addingTimeInterval(later * 86_400))
    return try #require(all.first)
  }

  func standing(_ commune: Int, after later: Double = 0) async throws -> Standing {
    Standing(
      policy: inventory.policy, measures: try await situation(commune, after: later).measures)
  }

  func points(_ commune: Int, after later: Double = 0) async throws -> Double {
    try await standing(commune, after: later).points
  }

  func attest(
    _ service: String, _ status: AccountStatus, by user: User, in commune: Int
  ) async throws {
    try await store.communes.attest(
      commune: codes[commune], service: service, status: status, until: nil, note: nil,
      within: .country, by: user, now: now)
  }

  /// - Returns: Whether it was allowed.
  func withdraw(_ service: String, by user: User, in commune: Int) async throws -> Bool {
    do {
      try await store.communes.withdrawAttestation(
        commune: codes[commune], service: service, within: .country, by: user, now: now)
      return true
    } catch let error as InventoryError where error.code == .stateConflict {
      return false
    }
  }

  func visit(_ figures: Visit.Figures, in commune: Int) async throws {
    try await store.communes.recordVisit(
      of: codes[commune], at: now, figures, within: .country, by: province, now: now)
  }

  func hold(_ computer: Int, in commune: Int) async throws {
    try await store.machines.quarantine(
      id(computer, in: commune), because: "a test", within: .country, now: now)
  }

  func release(_ computer: Int, in commune: Int) async throws {
    try await store.machines.approve(id(computer, in: commune), within: .country, now: now)
  }

  func retire(_ computer: Int, in commune: Int) async throws {
    try await store.machines.retire(id(computer, in: commune), within: .country, now: now)
  }
}

extension Twins {
  /// The same history for both: computers that are enrolled, fall silent, fail, are quarantined and
  /// released, attestations of the province and visits, in any order. The first computer always
  /// reports all.
  func live(_ steps: Int, _ random: inout Seeded) async throws {
    if computers.isEmpty { try await add(.random(&random)) }
    for _ in 0..<steps {
      let at = Int.random(in: computers.indices, using: &random)
      switch Int.random(in: 0..<9, using: &random) {
      case 0, 1: try await add(.random(&random))
      case 2 where at > 0: computers[at].speaks.toggle()
      case 3 where at > 0:
        computers[at].failing.formSymmetricDifference([
          random.one(of: ["hardware", "scanners", "accounts"])
        ])
      case 4 where at > 0:
        if computers[at].isHeld {
          try await both { try await release(at, in: $0) }
        } else {
          try await both { try await hold(at, in: $0) }
        }
        computers[at].isHeld.toggle()
      case 5:
        let service = random.one(of: RandomComputer.services)
        let status = random.one(of: Attestation.statuses)
        try await both { try await attest(service, status, by: province, in: $0) }
      case 6:
        let figures = Visit.Figures(
          adequateComputers: Int.random(in: 0...6, using: &random),
          otherComputers: Int.random(in: 0...6, using: &random),
          scanners: random.one(of: [nil, 0, 1, 3]),
          digitalSignatures: random.one(of: [nil, 0, 2]),
          lineBitsPerSecond: random.one(of: [nil, 5_000_000, 60_000_000]))
        try await both { try await visit(figures, in: $0) }
      case 7: pass(Double(random.one(of: [1, 5, 16])))
      default: try await reportAll()
      }
      pass(0.01)
    }
    try await reportAll()
    pass(0.01)
  }
}
