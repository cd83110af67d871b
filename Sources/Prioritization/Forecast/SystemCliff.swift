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

  /// Ends up to the last year of a period, including past ones, by day and system.
  static func all(_ communes: [FleetCommune], _ period: ForecastPeriod) -> [SystemCliff] {
    struct Key: Hashable {
      var system: String
      var end: FleetSystem.End
    }
    var cliffs: [Key: SystemCliff] = [:]
    for commune in communes {
      for computer in commune.computers ?? [] {
        guard let system = computer.system else { continue }
        let isSure = computer.isHeard && system.ends.count == 1
        for end in system.ends where period.place(after: end.lastDay) < period.later {
          let key = Key(system: system.name, end: end)
          cliffs[
            key,
            default: SystemCliff(
              system: system.name, lastDay: end.lastDay, isPaid: end.isPaid, computers: .zero,
              toReplace: .zero, toUpgrade: .zero)
          ].count(isSure: isSure, canUpgrade: system.canUpgrade)
        }
      }
    }
    return cliffs.values.sorted {
      ($0.lastDay, $0.system, $0.isPaid ? 1 : 0) < ($1.lastDay, $1.system, $1.isPaid ? 1 : 0)
    }
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
