public import Foundation
import GRDB

/// What is known about a commune from a moment on, if it reports nothing more.
public struct PublishedState: Sendable, Equatable {
  public struct Measure: Sendable, Equatable {
    /// As a policy's criteria name it.
    public var name: String
    public var low: Double
    public var high: Double
    /// Microseconds since 1970; nil if it is as new as the moment at which it is read.
    public var observedAt: Int64?

    public init(name: String, low: Double, high: Double, observedAt: Int64?) {
      (self.name, self.low, self.high, self.observedAt) = (name, low, high, observedAt)
    }
  }

  public var commune: String
  /// Microseconds since 1970.
  public var validFrom: Int64
  public var machines: Int
  public var simulatedMachines: Int
  public var computersThere: Int
  /// Microseconds since 1970.
  public var lastReportAt: Int64?
  public var measures: [Measure]
  /// The values that measures would have if the statements of the commune's officers were
  /// confirmed.
  public var attested: [Measure]

  public init(
    commune: String, validFrom: Int64, machines: Int, simulatedMachines: Int, computersThere: Int,
    lastReportAt: Int64?, measures: [Measure] = [], attested: [Measure] = []
  ) {
    (self.commune, self.validFrom, self.machines) = (commune, validFrom, machines)
    (self.simulatedMachines, self.computersThere) = (simulatedMachines, computersThere)
    (self.lastReportAt, self.measures, self.attested) = (lastReportAt, measures, attested)
  }
}

extension InventorySnapshot {
  /// Maximum number of states of one commune: more turns than its computers and accounts have in a
  /// few days.
  private static let maximumStates = 400

  /// The state of each commune of a province at `now`, and those that time alone makes of it until
  /// `end`: a ranking in between needs nothing else.
  ///
  /// - Returns: by commune and moment; communes about which nothing is known have none.
  public func states(of province: String, now: Date, until end: Date) throws -> [PublishedState] {
    guard let rules = try MeasureRules.stored(database) else { return [] }
    let measures = try storedMeasures(of: province, from: "commune_measure")
    let attested = try storedMeasures(of: province, from: "commune_attested_measure")
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT r.*, \(CoverageCounts.isOvertaken) IS TRUE AS isOvertaken
        FROM commune_reporting r JOIN commune c ON c.code = r.commune
        WHERE c.province = ? ORDER BY r.commune
        """, arguments: CoverageCounts.overtaken(at: now) + [province])
    var states: [PublishedState] = []
    while let row = try rows.next() {
      let commune: String = row["commune"]
      var next = now
      if !(row["isOvertaken"] as Bool) {
        var state = PublishedState(row, from: now)
        state.measures = measures[commune] ?? []
        state.attested = attested[commune] ?? []
        states.append(state)
        // At the exact moment, a change has not taken effect yet.
        next = Date(microseconds: min(row["holdUntil"], .max - 1) + 1)
      }
      for _ in 0..<Self.maximumStates where next < end {
        let made = try Measures.read(commune: commune, rules: rules, now: next, database)
        states.append(PublishedState(made, commune: commune, from: next))
        guard made.holdUntil >= next, made.holdUntil < end else { break }
        next = Date(microseconds: min(made.holdUntil.microseconds, .max - 1) + 1)
      }
    }
    return states
  }

  private func storedMeasures(
    of province: String, from table: String
  ) throws -> [String: [PublishedState.Measure]] {
    let observedAt = table == "commune_measure" ? "m.observedAt" : "NULL AS observedAt"
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT m.commune, m.measure, m.low, m.high, \(observedAt)
        FROM commune c JOIN \(table) m ON m.commune = c.code
        WHERE c.province = ? ORDER BY m.commune, m.measure
        """, arguments: [province])
    var measures: [String: [PublishedState.Measure]] = [:]
    while let row = try rows.next() {
      measures[row["commune"], default: []].append(
        .init(
          name: row["measure"], low: row["low"], high: row["high"], observedAt: row["observedAt"]))
    }
    return measures
  }
}

extension PublishedState {
  /// - Parameter row: of `commune_reporting`.
  fileprivate init(_ row: Row, from moment: Date) {
    let machines: Int = row["machines"]
    self.init(
      commune: row["commune"], validFrom: moment.microseconds, machines: machines,
      simulatedMachines: row["simulatedMachines"],
      computersThere: row["computersThere"] ?? machines, lastReportAt: row["lastReportAt"])
  }

  fileprivate init(_ made: Measures, commune: String, from moment: Date) {
    self.init(
      commune: commune, validFrom: moment.microseconds, machines: made.machines,
      simulatedMachines: made.simulatedMachines, computersThere: made.computersThere,
      lastReportAt: made.lastReportAt,
      measures: Self.measures(made.values) { $0.observedAt ?? made.observedAt },
      attested: Self.measures(made.attested) { _ in nil })
  }

  private static func measures(
    _ values: [Measures.Name: Measures.Value], observedAt: (Measures.Value) -> Int64?
  ) -> [Measure] {
    values.map { name, value in
      Measure(
        name: name.rawValue, low: value.low, high: value.high, observedAt: observedAt(value))
    }.sorted { $0.name < $1.name }
  }
}
