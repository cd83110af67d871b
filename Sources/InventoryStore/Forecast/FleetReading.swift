public import Foundation
import GRDB
public import Prioritization

extension InventoryStore.Fleet {
  /// The communes' measures, computers and rights, from which a forecast is made.
  ///
  /// Blocks the calling thread, for seconds if it reads the whole country.
  ///
  /// - Parameter situations: the communes, as a ranking reads them by the same policy.
  /// - Returns: in the same order.
  public func communesBlocking(
    _ situations: [CommuneSituation], policy: Policy, province: String? = nil,
    within scope: Scope, now: Date
  ) throws -> [FleetCommune] {
    let rules = MeasureRules(policy)
    let reader = FleetReader(
      selection: CommuneSelection(province: province, scope: scope),
      wanted: Set(situations.map(\.code)), rules: rules, now: now)
    let read = try store.pool.read { try reader.rows($0) }
    let computers = reader.computers(read.machines)
    let rights = FleetRights(
      rules: rules, now: now, read.standings,
      heard: Set(
        read.machines.map(\.state).filter {
          $0.wasSeen(\.accounts, within: rules.silentDays, of: now)
        }.map(\.number)))
    return situations.map { situation in
      let own = computers[situation.code] ?? []
      let unseen = max(0, situation.computersThere - own.count)
      return FleetCommune(
        measures: situation.measures, officials: situation.officials,
        computers: own.isEmpty && unseen == 0 && !read.counted.contains(situation.code)
          ? nil
          : own.map(\.computer) + [FleetComputer](repeating: .unseen, count: unseen),
        signatures: rights.signatures(of: situation.code),
        services: rights.services(of: situation.code),
        lineRents: read.lineRents[situation.code].map { [$0] })
    }
  }
}

extension FleetReader {
  /// The computers that count, by commune.
  func computers(_ machines: [Machine]) -> [String: [(number: Int64, computer: FleetComputer)]] {
    Dictionary(grouping: machines, by: \.commune).mapValues { own in
      let systems = Dictionary(
        own.map { ($0.state.number, $0.system) }, uniquingKeysWith: { first, _ in first })
      return UnconfirmedMachines.counting(own.map(\.state)).map { state in
        (
          state.number,
          FleetComputer(
            isHeard: state.wasSeen(\.hardware, within: rules.silentDays, of: now),
            isSufficient: state.isSufficient(rules),
            ageEnds: state.tooOldFrom(rules, now: now).map {
              LastDay.before($0, now: now)
            } ?? .unknown, system: systems[state.number] ?? nil)
        )
      }
    }
  }
}

extension CalendarDay {
  /// The day in Vietnam at a moment.
  public init(_ moment: Date) {
    let seconds = max(-1e12, min(1e12, moment.timeIntervalSince1970)) + 7 * 3600
    self.init(daysSince1970: Int((seconds / 86_400).rounded(.down)))
  }
}

extension LastDay {
  /// The last day on which something that ends at `end` is valid; a day before today if it has
  /// ended already.
  static func before(_ end: Date, now: Date) -> LastDay {
    guard end <= now else { return .day(CalendarDay(end)) }
    return .day(CalendarDay(min(end, now.addingTimeInterval(-86_400))))
  }
}
