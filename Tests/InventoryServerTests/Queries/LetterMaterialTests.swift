import Cryptography
import Foundation
import InventoryFixtures
import InventoryStore
import Presentation
import Prioritization
import Reporting
import Testing

@testable import InventoryServer

/// What each reader is told about a real inventory.
struct LetterMaterialTests {
  private static let now = Date(timeIntervalSince1970: 1_795_000_000)

  /// A visit in Quảng Ngãi and one in Hà Nội: each province's reader is told only about their own.
  @Test func readersSeeMoversOfTheirOwnArea() async throws {
    let file = try EmptyInventory.make()
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let policy = try #require(EmptyInventory.policy)
    let store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: Self.now)
    for commune in ["21250", "00004"] {
      try await store.communes.recordVisit(
        of: commune, at: Self.now.addingTimeInterval(-86_400),
        .init(adequateComputers: 0, otherComputers: 0, scanners: 0), within: .country, by: nil,
        now: Self.now.addingTimeInterval(-86_400))
      _ = try await store.tokens.create(
        communes: [commune], uses: 1, within: .country,
        now: Self.now.addingTimeInterval(-4 * 86_400))
    }
    let scopes: Set<Scope> = [.country, .province("51"), .province("01"), .commune("21250")]
    let material = try await LetterMaterial.read(
      store, policy: policy, window: try await store.letters.window(.weekly, now: Self.now),
      scopes: scopes, now: Self.now)
    for (scope, codes) in [
      (Scope.country, ["00004", "21250"]), (.province("51"), ["21250"]),
      (.province("01"), ["00004"]), (.commune("21250"), ["21250"]), (.commune("21214"), []),
    ] {
      let letter = material.letter(scope: scope, role: .officer, areaName: nil)
      #expect(letter.risen.map(\.commune.code).sorted() == codes, "\(scope)")
      #expect(letter.fallen.isEmpty)
      #expect(letter.tokens.entries.map(\.commune.code).sorted() == codes, "\(scope)")
      #expect(letter.isEmpty == codes.isEmpty)
      // A planner may not manage tokens, and a webhook's readers are unknown.
      for role in [UserRole.planner, nil] {
        #expect(material.letter(scope: scope, role: role, areaName: nil).tokens.total == 0)
      }
    }
    let mover = try #require(
      material.letter(scope: .province("51"), role: .planner, areaName: nil).risen.first)
    #expect(mover.after.points > mover.before.points && mover.after.rank < mover.before.rank)
    // Before the visit all was unknown; in the ranking they have the same intervals.
    #expect(mover.before.points == 0 && mover.before.possiblePoints > mover.after.points)
    let ranking = Ranking(
      policy: policy,
      communes: try await store.situations.current(
        policy: policy, province: "51", within: .country, now: Self.now
      ).map(\.measures))
    let ranked = try #require(ranking.communes.first { $0.standing.code == "21250" })
    #expect(mover.after.ranks == CountRange(low: ranked.bestRank, high: ranked.worstRank))
    #expect(mover.after.possiblePoints == ranked.standing.pointsHigh)
    #expect(mover.after.ranks.low < mover.after.ranks.high)
    #expect(mover.cause == "moreCertain")
    // A daily letter omits the ranking.
    let daily = try await LetterMaterial.read(
      store, policy: policy, window: try await store.letters.window(.daily, now: Self.now),
      scopes: scopes, now: Self.now)
    #expect(daily.letter(scope: .country, role: .planner, areaName: nil).risen.isEmpty)
  }

  /// Computers of one system in two communes, one of each silent: an interval, as in a forecast.
  @Test func systemsAreToldAsIntervals() async throws {
    let file = try EmptyInventory.make()
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let policy = try #require(EmptyInventory.policy)
    let store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: Self.now)
    for (commune, days) in [("21250", 60.0), ("21244", 60), ("21250", 0)] {
      let time = Self.now.addingTimeInterval(-days * 86_400)
      let token = try #require(
        try await store.tokens.create(communes: [commune], uses: 1, within: .country, now: time)
          .first)
      let key = Ed25519.PrivateKey().publicKey.rawRepresentation
      let reply = try await store.enrolments.enrol(
        EnrolmentRequest(
          token: token.token, publicKey: key, installId: "i", agentVersion: "0.1.0", evidence: [:]),
        publicKey: key, now: time)
      let machine = try #require(try await store.keys.key(reply.keyId))
      let report = Report(
        agent: AgentFacts(
          version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 100, wall: "1980")),
        hardware: .observed(
          HardwareFacts(
            machine: .init(), processor: .init(), memory: .init(totalBytes: 1 << 33), disks: [],
            system: .init(name: "Windows 10 Pro", version: "22H2", build: "19045.6456"))),
        scanners: nil, bandwidth: nil, accounts: nil)
      _ = try await store.reports.file(
        ReceivedReport(
          id: UUID(), machine: machine.machine, key: machine.number, sequence: 1,
          body: report.body(), sent: nil, created: 0, receivedAt: time))
    }
    let material = try await LetterMaterial.read(
      store, policy: policy, window: try await store.letters.window(.weekly, now: Self.now),
      scopes: [.country], now: Self.now)
    for (scope, computers, communes) in [
      (Scope.country, CountRange(low: 1, high: 3), CountRange(low: 1, high: 2)),
      (.commune("21250"), CountRange(low: 1, high: 2), CountRange(low: 1, high: 1)),
      (.commune("21244"), CountRange(low: 0, high: 1), CountRange(low: 0, high: 1)),
    ] {
      let systems = material.letter(scope: scope, role: nil, areaName: nil).systems.entries
      #expect(systems.map(\.name) == ["Windows 10 22H2"], "\(scope)")
      #expect(systems.map(\.computers) == [computers] && systems.map(\.communes) == [communes])
      #expect(systems.map(\.hasEnded) == [true])
    }
  }
}
