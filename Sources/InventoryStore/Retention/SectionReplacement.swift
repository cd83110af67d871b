import Foundation
import GRDB
import Reporting

/// A text of a section that may be deleted.
struct ReplacedSection: Sendable {
  let id, machine: Int64
  let probe: String
  let firstSeen, lastSeen: Int64
  let bytes: Int
  /// The facts of it to keep; nil if there are none.
  let past: String?

  var isUnknown: Bool { !Sections.knownProbes.contains(probe) }
}

/// The texts of one machine that exceed their retention period.
///
/// Of each probe these stay: the current text, the one that held at the limit, the last one before
/// it that is not a failure, and, of accounts, those since which a right has been unchanged. With
/// them every later day can be reconstructed exactly.
struct ReplacedSections {
  let limits: RetentionLimits
  let machine: Int64
  let database: Database

  private struct Candidate {
    let id, firstSeen, lastSeen: Int64
  }

  func find() throws -> [ReplacedSection] {
    let latest = max(limits.sectionBodies, limits.unknownSections)
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT id, probe, firstSeen, lastSeen FROM section INDEXED BY section_replaced
          WHERE machine = ? AND current = 0 AND kept = 1 AND firstSeen <= ?
          ORDER BY probe, firstSeen, id
          """), arguments: [machine, latest])
    let chains = Dictionary(grouping: rows) { $0["probe"] as String }
    return try chains.sorted { $0.key < $1.key }.flatMap { probe, rows in
      let chain = rows.map {
        Candidate(id: $0["id"], firstSeen: $0["firstSeen"], lastSeen: $0["lastSeen"])
      }
      return Sections.knownProbes.contains(probe)
        ? try known(chain, probe) : try unknown(chain, probe)
    }
  }

  private func known(_ chain: [Candidate], _ probe: String) throws -> [ReplacedSection] {
    let limit = limits.sectionBodies
    let chain = chain.filter { $0.firstSeen <= limit }
    guard let last = chain.last else { return [] }
    // The one that held at the limit: the last of these, unless the current one did.
    let holding = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT id FROM section WHERE machine = ? AND probe = ? AND firstSeen <= ?
          ORDER BY firstSeen DESC, id DESC LIMIT 1
          """), arguments: [machine, probe, limit])
    var kept: Set<Int64> = [holding?["id"] ?? last.id]
    let holder = kept.first ?? last.id
    if let body = try body(holder), Sections.isFailed(body) {
      for candidate in chain.reversed() where candidate.id != holder {
        guard let body = try self.body(candidate.id), !Sections.isFailed(body) else { continue }
        kept.insert(candidate.id)
        break
      }
    }
    if probe == "accounts" { kept.formUnion(try origins(chain, kept)) }
    return try chain.filter { !kept.contains($0.id) }.map { try replaced($0, probe) }
  }

  /// For each account at the limit, the text since which it has been unchanged.
  private func origins(_ chain: [Candidate], _ kept: Set<Int64>) throws -> Set<Int64> {
    var standing: [AccountFacts.Account]?
    for id in kept {
      if let accounts = try accounts(id) { standing = accounts }
    }
    guard var open = standing, !open.isEmpty else { return [] }
    var origin: [String: Int64] = [:]
    for candidate in chain.reversed() where !kept.contains(candidate.id) && !open.isEmpty {
      guard let before = try accounts(candidate.id) else { continue }
      open = open.filter { account in
        before.contains {
          $0.service == account.service && $0.status == account.status
            && $0.evidence == account.evidence && $0.expiresAt == account.expiresAt
            && $0.checkedAt == account.checkedAt
        }
      }
      for account in open { origin[account.service] = candidate.id }
    }
    return Set(origin.values)
  }

  /// nil for a failure, or for a text that this version cannot read.
  private func accounts(_ id: Int64) throws -> [AccountFacts.Account]? {
    try body(id).flatMap {
      try? JSONDecoder().decode(Outcome<AccountFacts>.self, from: $0).facts?.accounts
    }
  }

  private func unknown(_ chain: [Candidate], _ probe: String) throws -> [ReplacedSection] {
    try chain.enumerated().compactMap { place, candidate in
      let next =
        place + 1 < chain.count
        ? chain[place + 1].firstSeen
        : try Int64.fetchOne(
          database.cachedStatement(
            sql: """
              SELECT min(firstSeen) FROM section
              WHERE machine = ? AND probe = ? AND firstSeen > ?
              """), arguments: [machine, probe, candidate.firstSeen])
      guard max(next ?? 0, candidate.lastSeen) <= limits.unknownSections else { return nil }
      return try replaced(candidate, probe)
    }
  }

  private func replaced(_ candidate: Candidate, _ probe: String) throws -> ReplacedSection {
    let body = try body(candidate.id) ?? Data()
    return ReplacedSection(
      id: candidate.id, machine: machine, probe: probe, firstSeen: candidate.firstSeen,
      lastSeen: candidate.lastSeen, bytes: body.count, past: ReportedPast.facts(body, of: probe))
  }

  private func body(_ id: Int64) throws -> Data? {
    try String.fetchOne(
      database.cachedStatement(sql: "SELECT body FROM section_body WHERE section = ?"),
      arguments: [id]
    ).map { Data($0.utf8) }
  }
}
