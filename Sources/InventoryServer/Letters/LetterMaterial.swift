public import Foundation
public import InventoryStore
public import Presentation
public import Prioritization
import Reporting

/// Everything that letters of one period may mention, read once; each reader gets the part about
/// their own area.
public struct LetterMaterial: Sendable {
  let policy: Policy
  public let window: LetterWindow
  let communes: [CommuneCoverage]
  let byCode: [String: CommuneCoverage]
  let groups: [GroupMembers]
  let quarantined: [QuarantinedMachine]
  let rights: [ExpiringRight]
  let systems: [EndingSystem]
  let tokens: [TokenRecord]
  let purchases: [UnconfirmedPurchase]
  /// Movers by province code; those of the whole country, if any reader sees it, under the empty
  /// code.
  let movers: [String: LetterMovers]

  /// Days in advance for which a letter warns of expiry.
  private static let rightDays = [LetterPeriod.daily: 7.0, .weekly: 30]
  private static let systemDays = [LetterPeriod.daily: 30.0, .weekly: 365]
  /// Days after which an unused enrolment token is mentioned.
  private static let tokenDays = 3.0

  /// - Parameters:
  ///   - scopes: The areas of the letters' readers.
  ///   - now: Present states are reported as of now, events as of the window.
  public static func read(
    _ store: InventoryStore, policy: Policy, window: LetterWindow, scopes: Set<Scope>, now: Date
  ) async throws -> LetterMaterial {
    let communes = try await store.coverage.communes(
      policy: policy, currentAgent: Release.version, within: .country, now: now)
    let byCode = Dictionary(
      communes.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    let ahead = rightDays[window.period] ?? 7
    let systemsUntil = CalendarDay(
      now.addingTimeInterval((systemDays[window.period] ?? 30) * 86_400))
    let sinceDay = CalendarDay(window.since)
    return LetterMaterial(
      policy: policy, window: window, communes: communes, byCode: byCode,
      groups: try await store.groups.all(within: .country),
      quarantined: try await store.machines.quarantined(within: .country, limit: -1),
      rights: try await store.letters.expiringRights(
        since: window.since, until: now.addingTimeInterval(ahead * 86_400), policy: policy,
        within: .country, now: now),
      systems: try await store.letters.endingSystems(
        policy: policy, within: .country, now: now
      ).filter {
        // A daily letter mentions an end once; a weekly one until the computers are gone.
        $0.hasEnded
          ? window.period == .weekly || $0.cliff.lastDay >= sinceDay
          : $0.cliff.lastDay <= systemsUntil
      },
      tokens: try await store.tokens.list(
        within: .country, onlyValid: true, now: now, limit: -1
      ).filter { $0.uses == 0 && now.timeIntervalSince($0.createdAt) >= tokenDays * 86_400 },
      purchases: try await store.letters.unconfirmedPurchases(within: .country, now: now),
      movers: window.period == .weekly
        ? try await movers(store, policy, window, scopes, byCode, now) : [:])
  }

  private static func movers(
    _ store: InventoryStore, _ policy: Policy, _ window: LetterWindow, _ scopes: Set<Scope>,
    _ byCode: [String: CommuneCoverage], _ now: Date
  ) async throws -> [String: LetterMovers] {
    let wanted = Set(scopes.map { place($0, byCode) })
    // Reconstructing the country's past costs about as much as that of all its provinces.
    let isWhole = wanted.contains("") || wanted.count > 8
    var before: [CommuneSituation] = []
    for province in isWhole ? [nil] : wanted.sorted().map(Optional.some) {
      before += try store.situations.pastBlocking(
        policy: policy, province: province, within: .country, asOf: window.since)
    }
    let after = try await store.situations.current(policy: policy, within: .country, now: now)
    var movers: [String: LetterMovers] = [:]
    for place in wanted {
      func isWanted(_ commune: CommuneSituation) -> Bool {
        place.isEmpty || commune.provinceCode == place
      }
      movers[place] = LetterMovers(
        policy: policy, before: before.filter(isWanted), after: after.filter(isWanted))
    }
    return movers
  }

  /// The province within which a reader's communes are ranked; empty for the country.
  private static func place(_ scope: Scope, _ byCode: [String: CommuneCoverage]) -> String {
    switch scope {
    case .country: ""
    case .province(let code): code
    case .commune(let code): byCode[code]?.provinceCode ?? String(code.prefix(2))
    }
  }

  /// The name of a province or commune; nil for the country.
  public func name(of scope: Scope) -> String? {
    switch scope {
    case .country: nil
    case .province(let code): communes.first { $0.provinceCode == code }?.provinceName
    case .commune(let code): byCode[code]?.name
    }
  }

  /// The letter for a reader.
  ///
  /// - Parameter role: Readers who may not manage machines learn neither of quarantined ones nor of
  ///   tokens; nil for a webhook, which learns of neither.
  public func letter(scope: Scope, role: UserRole?, areaName: String?) -> LetterDocument {
    var letter = LetterDocument(
      period: window.period == .daily ? .daily : .weekly, since: window.since,
      until: window.until, area: areaName)
    let mine = communes.filter { scope.contains(commune: $0.code, in: $0.provinceCode) }
    let byCode =
      scope == .country
      ? self.byCode
      : Dictionary(
        mine.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    func commune(_ code: String) -> LetterDocument.Commune? {
      byCode[code].map {
        LetterDocument.Commune(
          code: $0.code, name: $0.name, provinceName: $0.provinceName, simulated: $0.simulated)
      }
    }
    letter.hasSeveralProvinces = scope == .country
    letter.silences = .init(silences(mine, byCode))
    /// One line for each item that concerns one of the communes.
    func lines<Item, Line>(
      _ items: [Item], of code: (Item) -> String, _ line: (LetterDocument.Commune, Item) -> Line
    ) -> [Line] {
      items.compactMap { item in commune(code(item)).map { line($0, item) } }
    }
    letter.rights = .init(
      lines(rights, of: \.commune) {
        .init(
          commune: $0, service: $1.service, expiresAt: $1.expiresAt,
          isCertificate: $1.isCertificate,
          doubt: ($1.doubt?.rawValue).flatMap(LetterDocument.Right.Doubt.init))
      }, isCertain: { $0.doubt == nil })
    letter.systems = .init(Self.summed(systems.filter { byCode[$0.commune] != nil }))
    letter.purchases = .init(
      lines(purchases, of: \.commune) {
        .init(commune: $0, item: $1.item, count: $1.count, deliveredAt: $1.deliveredAt)
      })
    if let movers = movers[Self.place(scope, self.byCode)] {
      let codes = Dictionary(
        uniqueKeysWithValues: byCode.keys.compactMap { code in commune(code).map { (code, $0) } })
      (letter.risen, letter.fallen) = movers.moved(among: codes)
    }
    guard role?.allows(.manage) == true else { return letter }
    letter.quarantined = .init(
      lines(quarantined, of: \.commune) {
        .init(commune: $0, model: Self.model($1), since: $1.since)
      })
    letter.tokens = .init(
      lines(tokens, of: \.commune) {
        .init(
          commune: $0, uses: $1.maximumUses, createdAt: $1.createdAt, expiresAt: $1.expiresAt)
      })
    return letter
  }

  private func silences(
    _ mine: [CommuneCoverage], _ byCode: [String: CommuneCoverage]
  ) -> [LetterDocument.Silence] {
    let provinces = Dictionary(grouping: mine, by: \.provinceCode).sorted { $0.key < $1.key }.map {
      LetterOutages.Group(name: $0.value[0].provinceName, codes: $0.value.map(\.code))
    }
    let groups = groups.map { group in
      LetterOutages.Group(
        name: group.name, codes: group.codes.filter { byCode[$0] != nil }.sorted())
    }
    return LetterOutages(policy.reporting, since: window.since, until: window.until)
      .lines(mine, groups: provinces + groups)
  }

  private static func model(_ machine: QuarantinedMachine) -> String? {
    let words = [machine.manufacturer, machine.model].compactMap { $0 }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private static func summed(_ systems: [EndingSystem]) -> [LetterDocument.System] {
    struct Key: Hashable {
      let system: String
      let lastDay: CalendarDay
      let isPaid, hasEnded: Bool
    }
    return Dictionary(grouping: systems) {
      Key(
        system: $0.cliff.system, lastDay: $0.cliff.lastDay, isPaid: $0.cliff.isPaid,
        hasEnded: $0.hasEnded)
    }.compactMap { key, parts in
      VietnamDay.end("\(key.lastDay)").map { end in
        LetterDocument.System(
          name: key.system, lastDay: end.addingTimeInterval(-1), isPaid: key.isPaid,
          hasEnded: key.hasEnded, computers: parts.reduce(.zero) { $0 + $1.cliff.computers },
          communes: CountRange(
            low: parts.count { $0.cliff.computers.low > 0 }, high: parts.count),
          simulated: parts.contains(where: \.simulated))
      }
    }.sorted {
      ($0.lastDay, $0.name, $0.isPaid ? 1 : 0) < ($1.lastDay, $1.name, $1.isPaid ? 1 : 0)
    }
  }
}
