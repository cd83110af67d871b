import Foundation
import TestSupport
import Testing

/// A past filed by the simulator: the trends agree with rebuilt days.
struct SimulatedPastTests {
  private struct Ranking: Decodable {
    struct Commune: Decodable {
      var code: String
      var reporting: String?
      var machines: Int?
    }
    var communes: [Commune]
  }

  @Test(.timeLimit(.minutes(3))) func historyAgreesWithRebuiltDays() throws {
    let scratch = try Scratch()
    let file = scratch.file("inventory.sqlite").path
    let made = try Command.run(
      "fleet-simulator",
      [
        "--past-months", "6", "--database", file, "--communes", "6", "--machines", "3", "--nights",
        "1", "--seed", "51",
      ])
    #expect(made.status == 0, "\(made.errors)")
    var states: Set<String> = []
    for days in [100, 60, 30, 7, 3] {
      let moment = Date(timeIntervalSinceNow: Double(-days) * 86_400)
      let ranked = try Command.run(
        "commune-inventory",
        [
          "rank", "--province", "51", "--as-of", moment.formatted(.iso8601), "--format", "json",
          "--database", file,
        ])
      #expect(ranked.status == 0, "\(ranked.errors)")
      let rebuilt = try JSONDecoder().decode(Ranking.self, from: Data(ranked.output.utf8))
      let time = Int(moment.timeIntervalSince1970) * 1_000_000
      let recorded = try Command.run(
        "/usr/bin/sqlite3",
        [
          file,
          """
          SELECT commune, CASE WHEN freshMachines > 0 THEN 'fresh' WHEN ageingMachines > 0 THEN 'ageing'
            ELSE 'silent' END FROM commune_reporting_past
          WHERE machines > 0 AND fromAt <= \(time) AND (untilAt IS NULL OR untilAt > \(time))
          ORDER BY commune
          """,
        ])
      let shown = rebuilt.communes.filter { $0.machines ?? 0 > 0 }.sorted { $0.code < $1.code }
        .map { "\($0.code)|\($0.reporting ?? "")" }
      #expect(recorded.output.split(separator: "\n").map(String.init) == shown, "\(days) days ago")
      #expect(!shown.isEmpty)
      states.formUnion(rebuilt.communes.filter { $0.machines ?? 0 > 0 }.compactMap(\.reporting))
    }
    #expect(
      states.isSubset(of: ["fresh", "ageing"]), "what reports does not fall silent: \(states)")
  }
}
