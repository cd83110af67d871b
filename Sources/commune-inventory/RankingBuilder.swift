import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Prioritization
import Reporting

/// Makes the ranking that a command line requests.
struct RankingBuilder {
  let measured: MeasureOptions
  /// Only communes of this group, by its name or number, with their ranks among all.
  let group: String?
  private let policy: PolicyFile
  private let origin: Origin
  /// The time that the inventory believes, which is known once it is open.
  private let now: Date

  private enum Origin {
    case table(String)
    case nation(String)
    case inventory(DocumentSource)
  }

  init(_ global: GlobalOptions, _ measured: MeasureOptions, group: String?) throws {
    (self.measured, self.group) = (measured, group)
    policy = try global.policy(measured.policy, isForTable: measured.measures != nil)
    if let table = measured.measures {
      origin = .table(table)
    } else if let address = measured.from {
      origin = .nation(address)
    } else {
      origin = .inventory(try global.documents(policy))
    }
    now = CommandTime.now
  }

  func document() async throws -> RankingDocument {
    let source: DocumentSource
    switch origin {
    case .table(let path):
      return try TableSource(path, policy: policy, province: measured.province).ranking()
    case .nation(let address):
      return try NationSource(address, measured, policy: policy, now: now).ranking()
    case .inventory(let inventory): source = inventory
    }
    var document = try await source.ranking(
      province: measured.province, within: .country, asOf: try measured.moment(now: now), now: now)
    if let group {
      let found = try await source.store.groups.members(of: group, within: .country)
      document.show(only: Set(found.codes), of: found.group.name)
    }
    return document
  }

  /// One commune of the ranking.
  ///
  /// - Parameter since: the time since which its movement is shown; nil for none.
  func explanation(_ code: String, since: AsOfOption?) async throws -> Explanation {
    let code = try CommuneCode(code).description
    let document = try await document()
    guard var explanation = Explanation(of: code, in: document) else {
      throw Failure(
        Failure.badInput,
        "Commune \(code) is not in this ranking: check the code.")
    }
    explanation.add(
      try await change(
        of: code, top: max(explanation.entry.ranked.rank, (document.entries.count + 9) / 10)),
      of: document)
    guard let since, case .inventory(let source) = origin else { return explanation }
    let start = try since.date(option: "--since", now: now)
    let until = try measured.moment(now: now) ?? now
    guard start < until else {
      throw Failure(
        Failure.badInput, "--since must be earlier than the time being explained."
      )
    }
    let before = try await source.ranking(
      province: measured.province, within: .country, asOf: start, now: now)
    let events = try await source.store.communes.events(
      commune: code, within: .country, since: start, until: until)
    guard let entry = before.entries.first(where: { $0.ranked.standing.code == code }) else {
      return explanation
    }
    explanation.movement = Explanation.Movement(
      since: before.asOf ?? start, before: entry,
      events: events.map { .init(time: $0.time, machine: $0.machine, what: $0.what) })
    return explanation
  }

  /// The change that would move it out of the first tenth, or behind the next commune if it ranks
  /// lower.
  private func change(of code: String, top: Int) async throws -> RankChange? {
    switch origin {
    case .table(let path):
      try TableSource(path, policy: policy, province: measured.province)
        .change(of: code, top: top)
    case .nation(let address):
      try NationSource(address, measured, policy: policy, now: now)
        .change(of: code, top: top)
    case .inventory(let source):
      try await source.change(
        of: code, top: top, province: measured.province, within: .country,
        asOf: try measured.moment(now: now), now: now)
    }
  }
}
