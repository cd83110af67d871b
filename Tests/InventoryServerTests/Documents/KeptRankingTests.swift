import Foundation
import InventoryFixtures
import InventoryStore
import Presentation
import Prioritization
import TestSupport
import Testing

@testable import InventoryServer

/// Results renewed commune by commune equal those computed from scratch.
struct KeptRankingTests {
  let file: URL
  let store: InventoryStore
  let policy: Policy
  let start = Date(timeIntervalSince1970: 1_795_000_000)
  let codes: [String]

  init() async throws {
    file = try EmptyInventory.make()
    policy = try #require(EmptyInventory.policy)
    store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: start)
    codes = try await store.register.communes(province: "51", within: .country).map(\.code)
    let rows = codes.map { "\($0),8\n" }.joined()
    _ = try await store.register.importTable(Data("code,officials\n\(rows)".utf8), now: start)
  }

  private func visit(_ code: String, _ now: Date, _ random: inout Seeded) async throws {
    try await store.communes.recordVisit(
      of: code, at: now,
      .init(
        adequateComputers: Int.random(in: 0...8, using: &random),
        otherComputers: Int.random(in: 0...8, using: &random),
        scanners: Int.random(in: 0...3, using: &random), digitalSignatures: 1,
        lineBitsPerSecond: 5_000_000), within: .country, by: nil, now: now)
  }

  private func remove() {
    try? FileManager.default.removeItem(at: file.deletingLastPathComponent())
  }

  private func expectAlike(
    _ one: RankingDocument, _ other: RankingDocument, _ note: Comment
  ) {
    #expect(one.entries.map(\.ranked) == other.entries.map(\.ranked), note)
    for (one, other) in zip(one.entries, other.entries) {
      #expect(
        one.observedAt == other.observedAt && one.reporting == other.reporting
          && one.values.map { $0?.low } == other.values.map { $0?.low }, note)
    }
  }

  @Test func renewedRankingEqualsFreshOne() async throws {
    defer { remove() }
    var random = Seeded(31)
    let source = DocumentSource(store: store, policy: policy)
    var known: KnownRanking?
    for step in 0..<12 {
      // Time alone changes some of them.
      let now = start.addingTimeInterval(Double(step) * 40_000)
      let changed = codes[Int.random(in: codes.indices, using: &random)]
      try await visit(changed, now, &random)
      let (renewed, document) = try await source.renewedRanking(
        known, province: nil, within: .country, now: now)
      let other = try InventoryStore(path: file.path, role: .beside, policy: policy, now: now)
      let fresh = try await DocumentSource(store: other, policy: policy)
        .ranking(province: nil, within: .country, now: now)
      expectAlike(document, fresh, "step \(step)")
      known = renewed
      // A province's ranking is derived from the cached ranking of the whole country.
      let part = try await source.ranking(province: "51", within: .country, now: now)
      let freshPart = try await DocumentSource(store: other, policy: policy)
        .ranking(province: "51", within: .province("51"), now: now)
      #expect(part.entries.count == codes.count)
      expectAlike(part, freshPart, "step \(step), province")
    }
  }

  @Test func onlyChangedEntriesAreRebuilt() async throws {
    defer { remove() }
    var random = Seeded(32)
    let source = DocumentSource(store: store, policy: policy)
    let (known, before) = try await source.renewedRanking(
      nil, province: nil, within: .country, now: start)
    try await visit(codes[0], start, &random)
    let after = try await source.renewedRanking(
      known, province: nil, within: .country, now: start
    ).1
    let facts = Dictionary(
      uniqueKeysWithValues: before.entries.map { ($0.ranked.standing.code, $0.facts) })
    let made = after.entries.filter { facts[$0.ranked.standing.code] !== $0.facts }
    #expect(made.map(\.ranked.standing.code) == [codes[0]])
  }

  @Test func renewedProgrammeEffectEqualsFreshOne() async throws {
    defer { remove() }
    var random = Seeded(33)
    for code in codes.prefix(20) { try await visit(code, start, &random) }
    let source = ProgrammeSource(store: store)
    let number = try await source.adopt(
      budget: .joint(2_000_000_000), policy: policy, policyDigest: nil, province: "51", group: nil,
      as: "2026", within: .country, now: start)
    let cache = ProgrammeCache(source: source)
    var moved: Set<[Double]> = []
    for step in 0..<10 {
      // Within the minute for which a document is only renewed.
      let now = start.addingTimeInterval(Double(step))
      try await visit(codes[step * 2], now, &random)
      let document = try await cache.document(number, within: .country, now: now).document
      let fresh = try await source.document(number, within: .country, now: now)
      #expect(document.communes == fresh.communes, "step \(step)")
      #expect(document.lines == fresh.lines && document.totals == fresh.totals)
      moved.insert(document.communes.map(\.effect.after))
    }
    #expect(moved.count > 5)
  }
}
