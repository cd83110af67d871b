import Cryptography
import Foundation
import GRDB
import InventoryStore
import Prioritization
import Reporting
import TestSupport
import Testing

/// Years of a programme on a real inventory: an adopted plan of which half the computers appear,
/// and random histories.
struct ProgrammeYearTests {
  private static let day = 86_400.0

  private func at(_ days: Double) -> Date {
    TestInventory.start.addingTimeInterval(days * Self.day)
  }

  private func text(_ days: Double) -> String { VietnamDay.text(at(days)) }

  private func register(_ inventory: TestInventory, _ communes: [String]) async throws {
    let rows = communes.map { "\($0),6,300,0\n" }.joined()
    _ = try await inventory.store.register.importTable(
      Data("code,officials,dossiersPerMonth,remote\n\(rows)".utf8), now: at(0))
  }

  private func enrol(
    _ inventory: TestInventory, _ commune: String, _ hardware: Outcome<HardwareFacts>,
    evidence: [String: String]? = nil, at days: Double
  ) async throws -> MachineKey {
    let machine = try await inventory.enrol(commune: commune, evidence: evidence, at: at(days))
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: hardware, at: at(days)))
    return machine
  }

  @Test func halfOfPlannedComputersAreConfirmed() async throws {
    let inventory = try TestInventory()
    let communes = Array(
      try await inventory.store.register.communes(province: "51", within: .country)
        .map(\.code).prefix(12))
    try await register(inventory, communes)
    for (place, commune) in communes.enumerated() {
      for _ in 0...(place % 3) {
        _ = try await enrol(
          inventory, commune, place % 2 == 0 ? RandomComputer.adequate : RandomComputer.inadequate,
          at: 1)
      }
    }
    let policy = inventory.policy
    func measures(_ days: Double) async throws -> [String: CommuneMeasures] {
      Dictionary(
        try await inventory.store.situations.current(
          policy: policy, province: "51", within: .country, now: at(days)
        ).map { ($0.code, $0.measures) }, uniquingKeysWith: { first, _ in first })
    }
    let baseline = try await measures(2)
    let plan = try Plan(
      policy: policy, communes: communes.compactMap { baseline[$0] }, budget: 600_000_000)
    let wanted = plan.communes.compactMap { commune in
      commune.purchases.first { $0.item == "computer" }.map { (commune.code, $0.count) }
    }
    #expect(wanted.count > 3)
    let number = try await inventory.store.programmes.adopt(
      Adoption(
        name: "năm", area: .province("51"), budget: plan.budget,
        purchases: wanted.map {
          .init(
            commune: $0.0, item: "computer", count: $0.1, price: 15_000_000, evidence: "computer")
        }, document: Data("{}".utf8), policy: try JSONEncoder().encode(policy),
        baseline: Data("{}".utf8)),
      within: .country, now: at(2))
    _ = try await inventory.store.programmes.record(
      wanted.flatMap { commune, count in
        [(PurchaseEntry.Kind.order, 20.0), (.delivery, 60)].map {
          PurchaseRecord(
            kind: $0.0, commune: commune, item: "computer", day: text($0.1), count: count,
            price: nil, document: "HD")
        }
      }, in: number, within: .country, now: at(61))
    for (commune, count) in wanted {
      for _ in 0..<(count / 2) {
        _ = try await enrol(inventory, commune, RandomComputer.adequate, at: 70)
      }
    }
    try await inventory.store.programmes.searchForEvidence(
      of: number, within: .country, now: at(71))
    let items = try await inventory.store.programmes.record(number, within: .country).items
    let present = try await measures(71)
    let effects = PurchaseEffects(policy)
    for (item, (_, count)) in zip(
      items, wanted.sorted { $0.0 < $1.0 })
    {
      let progress = item.progress(policy.evidence, now: at(71))
      #expect(progress.confirmed == count / 2 && progress.delivered == count)
      #expect(item.progress(policy.evidence, now: at(120)).unconfirmed == count - count / 2)
      let effect = effects.effect(
        from: try #require(baseline[item.commune]), to: try #require(present[item.commune]),
        confirmed: ["computer": progress.confirmed],
        unconfirmed: ["computer": progress.delivered - progress.confirmed])
      let before = Standing(policy: policy, measures: try #require(baseline[item.commune]))
      let after = Standing(policy: policy, measures: try #require(present[item.commune]))
      #expect(effect.before == before.points && effect.after == after.points)
      let parts = effect.confirmed + effect.unconfirmed + effect.other
      #expect(abs(parts - (after.points - before.points)) < 1e-9)
      if count > 1 { #expect(effect.confirmed < 0) }
    }
  }

  /// Whatever happens, an object is evidence once, is not older than its delivery allows, and is
  /// never a computer that is also in another commune.
  @Test func randomHistoriesKeepEvidenceSound() async throws {
    for round in 0..<5 {
      var random = Seeded(2300 + round)
      let inventory = try TestInventory()
      let communes = ["21250", "21136"]
      let programme = try await TestProgramme(inventory, items: ["computer": (40, 1)])
      let second = try await TestProgramme(inventory, items: ["computer": (40, 1)], name: "khác")
      var known: [[String: String]] = []
      var papers = 0
      var days = 1.0
      for _ in 0..<60 {
        days += Double.random(in: 0.5...9, using: &random)
        let commune = random.one(of: communes)
        switch Int.random(in: 0..<5, using: &random) {
        case 0, 1:
          papers += 1
          let chosen = commune == "21250" && random.happens(onceIn: 2) ? second : programme
          let most = commune == "21250" ? 3 : 1
          // Refused if the commune already has all that it may have.
          _ = try? await chosen.deliver(
            "computer", Int.random(in: 1...most, using: &random),
            day: text(days - Double.random(in: 0...40, using: &random)), document: "\(papers)",
            commune: commune, now: at(days))
        case 2, 3:
          var evidence = [
            "mac": SHA256Digest.hexadecimal(of: Data("\(round) \(days)".utf8)),
            "serial": SHA256Digest.hexadecimal(of: Data("s \(round) \(days)".utf8)),
          ]
          if random.happens(onceIn: 3), let carried = known.randomElement(using: &random) {
            evidence = carried
          }
          known.append(evidence)
          _ = try await enrol(
            inventory, commune,
            random.happens(onceIn: 4) ? RandomComputer.inadequate : RandomComputer.adequate,
            evidence: evidence, at: days)
        default:
          try await inventory.store.programmes.searchForEvidence(now: at(days))
        }
      }
      try await programme.search(now: at(days + 1))
      try await second.search(now: at(days + 1))
      try await expectSound(inventory, "round \(round)")
    }
  }

  private func expectSound(_ inventory: TestInventory, _ note: Comment) async throws {
    let margin = inventory.policy.evidence.marginDays
    var subjects: Set<String> = []
    for programme in try await inventory.store.programmes.list(within: .country) {
      let items = try await inventory.store.programmes.record(
        programme.number, within: .country
      ).items
      for entry in items.flatMap(\.entries) {
        #expect(entry.evidence.count <= (entry.kind == .delivery ? entry.count : 0), note)
        let start = try #require(VietnamDay.end(entry.day))
          .addingTimeInterval(-Self.day * (1 + margin))
        for evidence in entry.evidence {
          #expect(subjects.insert(evidence.subject).inserted, note)
          #expect(evidence.seenAt >= start, note)
        }
      }
    }
    #expect(!subjects.isEmpty, note)
    let carried = try await DatabaseQueue(path: inventory.path).read {
      try Set(
        String.fetchAll(
          $0,
          sql: """
            SELECT m.id FROM machine m JOIN machine_evidence e ON e.machine = m.number
            JOIN machine_evidence f ON f.hash = e.hash
            JOIN machine o ON o.number = f.machine AND o.commune <> m.commune
            """))
    }
    #expect(subjects.isDisjoint(with: carried), note)
  }
}
