import Foundation
import GRDB
import PostgreSQL
import Testing

@testable import Nation

/// The published rows equal the province's: at first, again, after a restore, from two hosts.
@Suite(.serialized)
struct PublishTests {
  private let day = 86_400.0

  @Test func everythingArrivesAndIsNotSentTwice() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"], months: 24)
    let first = try nation.publish(province)
    #expect(first.rows == first.publishedRows)
    #expect(first.rows > 10_000)
    try nation.expectEqual(province)
    let second = try nation.publish(province, at: ProvinceBench.now)
    #expect(second.rows == 0)
    #expect(second.batches == 1)
    let stamped = try nation.sql(
      "SELECT count(*) FROM commune_inventory.commune_measure_history WHERE policy_version = '4'")
    #expect(Int(stamped).map { $0 > 0 } == true)
    // Including a month that the province never had.
    try nation.sql(
      """
      INSERT INTO commune_inventory.commune_standing_history SELECT province, '2024-02-01', commune, queue,
        rank, best_rank, worst_rank, points_low, points_high, confidence, policy_digest, policy_version,
        published_at FROM commune_inventory.commune_standing
      """)
    let everything = try nation.publish(province, everything: true)
    #expect(everything.rows == first.rows)
    try nation.expectEqual(province)
  }

  @Test func aNightSendsOnlyWhatChangedInIt() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"], months: 6)
    try nation.publish(province)
    let before = try nation.sql(
      "SELECT max(published_at) FROM commune_inventory.commune_measure_history")
    for night in 1...3 {
      let moment = ProvinceBench.now.addingTimeInterval(Double(night) * day)
      try province.passNight(at: moment, seed: night)
      try nation.publish(province, at: moment.addingTimeInterval(3600))
      try nation.expectEqual(province)
    }
    // Rows of earlier nights were not rewritten.
    let untouched = try nation.sql(
      """
      SELECT count(*) > 0 FROM commune_inventory.commune_measure_history
      WHERE published_at <= '\(before)'
      """)
    #expect(untouched == "t")
  }

  @Test func aRestoreToYesterdayIsReconciled() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"])
    try nation.publish(province)
    let yesterday = try Data(contentsOf: province.file)
    let moment = ProvinceBench.now.addingTimeInterval(day)
    try province.passNight(at: moment, seed: 1)
    try nation.publish(province, at: moment)
    let withToday = try nation.sql("SELECT count(*) FROM commune_inventory.commune_measure_history")

    try yesterday.write(to: province.file)
    #expect(try !nation.check(province).differences.isEmpty)
    let later = moment.addingTimeInterval(3600)
    try nation.publish(province, at: later)
    try nation.expectEqual(province)
    let without = try nation.sql("SELECT count(*) FROM commune_inventory.commune_measure_history")
    #expect(Int(without).flatMap { one in Int(withToday).map { one < $0 } } == true)

    // History continues differently than before the restore.
    try province.passNight(at: later.addingTimeInterval(60), seed: 2)
    try nation.publish(province, at: later.addingTimeInterval(120))
    try nation.expectEqual(province)
  }

  @Test func whatSomebodyElseChangedIsNamedAndMended() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"])
    try nation.publish(province)
    try nation.sql(
      """
      DELETE FROM commune_inventory.commune_measure_history WHERE ctid IN (
        SELECT ctid FROM commune_inventory.commune_measure_history WHERE month = '2026-09-01' LIMIT 1)
        AND month = '2026-09-01';
      UPDATE commune_inventory.commune SET officials = officials + 1 WHERE commune = (
        SELECT min(commune) FROM commune_inventory.commune)
      """)
    let differences = try nation.check(province).differences
    #expect(differences.map(\.table).sorted() == ["commune", "commune_measure_history"])
    #expect(differences.first { $0.month != nil }?.month == "2026-09-01")
    #expect(differences.first { $0.month != nil }.map { $0.own - $0.published } == 1)
    // The recorded digests do not show the change, so everything is sent again.
    try nation.publish(province, everything: true)
    try nation.expectEqual(province)
  }

  @Test func hostileTextsAndTimesArriveAsTheyAre() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"])
    let names = [
      "a\tb", "a\\nb", "\\.", "a\nb\r", "'); DROP SCHEMA commune_inventory; --", "\\N",
      "é\u{301}漢🇻🇳",
    ]
    try province.write { database in
      for (place, name) in names.enumerated() {
        try database.execute(
          sql: """
            INSERT INTO commune_group (number, name, changedBy, changedAt) VALUES (?, ?, 'x', 0);
            """, arguments: [place + 1, name])
        try database.execute(
          sql: "INSERT INTO commune_group_member (groupNumber, commune) VALUES (?, '21250')",
          arguments: [place + 1])
      }
      // One clock that was wrong by centuries, and one that was never set.
      try database.execute(
        sql: """
          UPDATE commune_reporting SET lastReportAt = 9000000000000000000 WHERE commune = '21250';
          UPDATE commune_measure SET observedAt = -9000000000000000000 WHERE commune = '21244';
          UPDATE commune_measure SET low = 1e-300, high = 1.7e308 WHERE commune = '21250';
          """)
    }
    try nation.publish(province)
    try nation.expectEqual(province)
    let arrived = try nation.connect().connection.execute(
      "SELECT group_name FROM commune_inventory.commune_group_member")
    #expect(Set((0..<arrived.count).compactMap { arrived.text($0, 0) }) == Set(names))
  }

  /// Beside a running centre, which is neither delayed nor finds its file changed.
  @Test(.timeLimit(.minutes(2)))
  func aServingCentreIsPublished() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"])
    let centre = try Program.Running(
      "commune-inventory",
      [
        "serve", "--demonstration", "--listen", "127.0.0.1:0", "--database", province.file.path,
        "--least-free-percent", "0", "--least-free-megabytes", "0",
      ])
    while try !centre.said("errors").contains("Serving on"),
      try !centre.said("output").contains("Serving on"), centre.process.isRunning
    { usleep(20_000) }
    let published = try Program.run(
      "commune-inventory",
      ["publish", "--to", nation.address, "--database", province.file.path, "--format", "json"])
    try published.expectSuccess()
    #expect(published.output.contains("\"publishedRows\""))
    let verified = try Program.run(
      "commune-inventory",
      ["publish", "--verify", "--to", nation.address, "--database", province.file.path])
    #expect(verified.status == 0, "\(verified.output)")
    #expect(centre.process.isRunning)
    kill(centre.process.processIdentifier, SIGTERM)
    #expect(try centre.end().status == 0)
    try nation.expectEqual(province)
  }

  @Test func anotherCentreDoesNotTakeAProvinceByMistake() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"])
    try nation.publish(province)
    let other = try ProvinceBench(["51"])
    try other.write { database in
      try database.execute(sql: "UPDATE receipt_key SET seed = randomblob(32)")
    }
    #expect {
      try nation.publish(other)
    } throws: {
      ($0 as? NationError)?.code == .otherCentre
    }
    try nation.publish(other, fromAnotherCentre: true)
    try nation.expectEqual(other)
  }

  @Test func provincesDoNotTouchEachOther() throws {
    let nation = try NationBench()
    let (first, second) = (try ProvinceBench(["51"]), try ProvinceBench(["01"]))
    try nation.publish(first)
    try nation.publish(second)
    try nation.publish(first, everything: true)
    try nation.expectEqual(first)
    try nation.expectEqual(second)
    #expect(
      try nation.sql(
        "SELECT string_agg(province, ',' ORDER BY province) FROM commune_inventory.publication")
        == "01,51")
  }
}
