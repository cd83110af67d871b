import Foundation
import MeasureTables
import Prioritization
import SwiftCSV
import Testing

/// Ranks named communes from news reports under the standard policy: those described as lacking
/// must rank above those described as well equipped.
@Suite struct SeedFactsTests {
  /// What a news report's words imply for the measures of the standard policy. Words are less
  /// precise than instruments: each is a wide range, and what is not mentioned stays unknown.
  private struct Reading {
    var words: String
    /// By column of the table.
    var measures: [String: String]
    var isLacking: Bool
  }

  private static let readings = [
    // Nothing is said about equipment, only about the location.
    Reading(
      words: "remote, border", measures: ["remote": "1", "borderOrIsland": "1"], isLacking: true),
    // Two of five required services, civil-registration and e-authentication, do not work, and
    // nobody signs.
    Reading(
      words: "no access or authorisation",
      measures: ["services": "0..0.6", "signatures": "0", "computers": "0.5..1"], isLacking: true),
    Reading(
      words: "old computers with poor configuration, lack of scanners",
      measures: [
        "oldComputers": "0.5..1", "scanners": "0..1", "services": "0..0.8", "signatures": "0..1",
      ], isLacking: true),
    Reading(
      words: "positive results",
      measures: ["services": "0.8..1", "signatures": "1..2", "computers": "0.8..1"],
      isLacking: false),
    // The later report of a commune, which describes the present.
    Reading(
      words: "equipped with computers",
      measures: [
        "computers": "1", "oldComputers": "0..0.2", "services": "0.8..1", "signatures": "1..2",
        "scanners": "1..2",
      ], isLacking: false),
    // Dossiers were received and handled in two weeks: 2,002 of 2,132 by 15 communes.
    Reading(words: "inspected by working group", measures: ["workload": "300"], isLacking: false),
  ]

  /// The reports' communes as a table, each by its latest report; and how each is described:
  /// lacking, well equipped, or neither if the report measures no equipment.
  private func table() throws -> (text: String, lacking: Set<String>, well: Set<String>) {
    let facts = try NamedCSV(
      string: String(
        decoding: TableExample.file("Tests/MeasureTablesTests/seed-facts.csv"), as: UTF8.self))
    let columns = [
      "computers", "oldComputers", "scanners", "services", "signatures", "remote",
      "borderOrIsland", "workload",
    ]
    var measures: [String: [String: String]] = [:]
    var order: [String] = []
    var lacking: Set<String> = []
    var well: Set<String> = []
    for fact in facts.rows {
      let code = try #require(fact["code"])
      let words = try #require(fact["fact"])
      let reading = try #require(Self.readings.first { words.contains($0.words) }, "\(words)")
      if measures[code] == nil { order.append(code) }
      measures[code, default: [:]].merge(reading.measures) { _, later in later }
      let saysSomething = reading.measures.keys.contains {
        !["remote", "borderOrIsland", "workload"].contains($0)
      }
      guard saysSomething else { continue }
      if reading.isLacking {
        lacking.insert(code)
      } else {
        lacking.remove(code)
        well.insert(code)
      }
    }
    let rows = order.map { code in
      ([code] + columns.map { measures[code]?[$0] ?? "" }).joined(separator: ",")
    }
    return (
      (["code," + columns.joined(separator: ",")] + rows).joined(separator: "\n"), lacking, well
    )
  }

  @Test func lackingStandsAboveDoingWell() throws {
    let policy = try Policy(
      toml: String(decoding: TableExample.file("inventory/policies/standard.toml"), as: UTF8.self))
    let (text, lacking, well) = try table()
    let communes = try MeasureTable(Data(text.utf8), policy: policy).communes
    // 39 facts of 37 communes: Nghĩa Giang and Vân Sơn occur twice.
    #expect(communes.count == 37)
    #expect(lacking.count == 8 && well.count == 6)
    let standings = Dictionary(
      uniqueKeysWithValues: Ranking(policy: policy, communes: communes).communes.map {
        ($0.standing.code, $0)
      })
    for poor in lacking {
      for good in well {
        let (one, other) = (try #require(standings[poor]), try #require(standings[good]))
        #expect(one.rank < other.rank, "\(poor) \(good)")
        #expect(one.standing.pointsHigh > other.standing.pointsHigh, "\(poor) \(good)")
      }
    }
    // An unmeasured commune is never called healthy: it needs a visit.
    for commune in standings.values where !lacking.union(well).contains(commune.standing.code) {
      #expect(commune.queue == .verifyFirst && commune.worstRank > commune.bestRank)
    }
  }
}
