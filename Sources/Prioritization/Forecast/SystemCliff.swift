/// The computers whose operating system receives no more updates after one day.
public struct SystemCliff: Sendable, Equatable {
  /// The name that people use, such as `Windows 10 22H2`.
  public var system: String
  public var lastDay: CalendarDay
  /// Whether the updates that end are paid for.
  public var isPaid: Bool
  public var computers: CountRange
  /// Those of them that cannot be upgraded to a supported system, so that only a purchase helps.
  public var toReplace: CountRange
  /// Those of them that can be upgraded.
  public var toUpgrade: CountRange

  private struct Key: Hashable {
    var system: String
    var end: FleetSystem.End
  }

  /// Ends up to the last year of a period, including past ones, by day and system.
  static func all(_ communes: [FleetCommune], _ period: ForecastPeriod) -> [SystemCliff] {
    all(communes.lazy.flatMap { $0.computers ?? [] }).filter {
      period.place(after: $0.lastDay) < period.later
    }
  }

  /// The ends of all systems that the computers run, including past ones, by day and system.
  public static func all(_ computers: some Sequence<FleetComputer>) -> [SystemCliff] {
    var cliffs: [Key: SystemCliff] = [:]
    for computer in computers {
      guard let system = computer.system else { continue }
      let isSure = computer.isHeard && system.ends.count == 1
      for end in system.ends {
        let key = Key(system: system.name, end: end)
        cliffs[
          key,
          default: SystemCliff(
            system: system.name, lastDay: end.lastDay, isPaid: end.isPaid, computers: .zero,
            toReplace: .zero, toUpgrade: .zero)
        ].count(isSure: isSure, canUpgrade: system.canUpgrade)
      }
    }
    return cliffs.values.sorted {
      ($0.lastDay, $0.system, $0.isPaid ? 1 : 0) < ($1.lastDay, $1.system, $1.isPaid ? 1 : 0)
    }
  }

  /// Whether the computer may be one of those that it counts.
  public func affects(_ computer: FleetComputer) -> Bool {
    computer.system?.name == system
      && computer.system?.ends.contains { $0.lastDay == lastDay && $0.isPaid == isPaid } == true
  }

  private mutating func count(isSure: Bool, canUpgrade: Bool?) {
    let sure = isSure ? 1 : 0
    computers = computers + CountRange(low: sure, high: 1)
    toReplace =
      toReplace
      + CountRange(low: canUpgrade == false ? sure : 0, high: canUpgrade == true ? 0 : 1)
    toUpgrade =
      toUpgrade
      + CountRange(low: canUpgrade == true ? sure : 0, high: canUpgrade == false ? 0 : 1)
  }
}
