import Foundation
import PostgreSQL
import Testing

@testable import Nation

/// Publishers that are killed, and several at once: real processes.
@Suite(.serialized)
struct KilledPublisherTests {
  /// Makes a batch wait for the lock before its commit, once the given number of parts is recorded.
  private static let gate = """
    CREATE TABLE gate (parts bigint);
    CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      IF (SELECT count(*) FROM commune_inventory.publication_part) = (SELECT parts FROM gate) THEN
        PERFORM pg_advisory_xact_lock(1);
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER gate AFTER INSERT OR UPDATE ON commune_inventory.publication_part
      FOR EACH ROW EXECUTE FUNCTION wait_at_gate();
    """

  private func publishing(
    _ province: ProvinceBench, to nation: NationBench
  ) throws -> Program.Running {
    try Program.Running(
      "commune-inventory",
      ["publish", "--to", nation.address, "--database", province.file.path])
  }

  /// - Returns: whether the publisher waits; false if it has ended instead.
  private func waits(_ publisher: Program.Running, in nation: NationBench) throws -> Bool {
    let deadline = Date().addingTimeInterval(60)
    while Date() < deadline {
      let waiting = try nation.sql(
        """
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """)
      if waiting != "0" { return true }
      if !publisher.process.isRunning { return false }
      usleep(10_000)
    }
    return false
  }

  @Test(.timeLimit(.minutes(5)))
  func killedAtEveryBatchItGoesOn() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"], months: 2)
    try nation.sql(Self.gate)
    let holder = try nation.connect()
    try holder.connection.run("SELECT pg_advisory_lock(1)")
    var kills = 0
    while true {
      // The first part that has not been published yet.
      try nation.sql(
        """
        DELETE FROM gate; INSERT INTO gate SELECT \(kills + 1)
        """)
      let publisher = try publishing(province, to: nation)
      guard try waits(publisher, in: nation) else {
        let done = try publisher.end()
        #expect(done.status == 0, "\(done.errors)")
        break
      }
      kill(publisher.process.processIdentifier, SIGKILL)
      publisher.process.waitUntilExit()
      kills += 1
      // The server would notice only when it answers: its transaction is rolled back.
      try nation.sql(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'commune-inventory' AND datname = current_database()
          AND wait_event = 'advisory'
        """)
      while try waiting(nation) { usleep(5000) }
      // At every moment all recorded parts are there, and no row occurs twice.
      try expectNotedIsThere(nation)
    }
    // Each batch of the histories, and each table of the last batch.
    #expect(kills >= 3 * 2 + Dataset.present.count, "\(kills)")
    try nation.expectEqual(province)
  }

  private func waiting(_ nation: NationBench) throws -> Bool {
    try nation.sql(
      """
      SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND application_name = 'commune-inventory' AND wait_event = 'advisory'
      """) != "0"
  }

  private func expectNotedIsThere(_ nation: NationBench) throws {
    let database = try nation.connect()
    for (name, months) in try database.parts(of: "51") {
      let dataset = try #require((Dataset.present + Dataset.histories).first { $0.name == name })
      for (month, mark) in months {
        let part = ["51"] + (dataset.isMonthly ? [month] : [])
        #expect(try database.mark(of: dataset, part) == mark, "\(name) \(month)")
      }
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func twoHostsAtOnceMakeNoDoubles() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"], months: 6)
    for night in 0..<4 {
      if night > 0 {
        try province.passNight(
          at: ProvinceBench.now.addingTimeInterval(Double(night) * 86_400), seed: night)
      }
      let publishers = try (0..<2).map { _ in try publishing(province, to: nation) }
      let done = try publishers.map { try $0.end() }
      #expect(done.contains { $0.status == 0 })
      for one in done where one.status != 0 {
        one.expectRefusal(75, "is being published from")
      }
      try nation.expectNoDoubles()
      try expectNotedIsThere(nation)
      _ = try publishing(province, to: nation).end()
      try nation.expectEqual(province)
    }
  }

  /// A publisher that is overtaken stops at its next batch.
  @Test(.timeLimit(.minutes(2)))
  func theOneThatBeganLaterGoesOn() throws {
    let nation = try NationBench()
    let province = try ProvinceBench(["51"], months: 2)
    try nation.sql(Self.gate + "INSERT INTO gate VALUES (3);")
    let holder = try nation.connect()
    try holder.connection.run("SELECT pg_advisory_lock(1)")
    let first = try publishing(province, to: nation)
    #expect(try waits(first, in: nation))
    let second = try publishing(province, to: nation)
    // Until it waits for the row locked by the first one.
    while try nation.sql(
      """
      SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND wait_event_type = 'Lock' AND wait_event <> 'advisory'
      """) == "0"
    { usleep(10_000) }
    try nation.sql("DELETE FROM gate")
    try holder.connection.run("SELECT pg_advisory_unlock(1)")
    try first.end().expectRefusal(75, "this run has stopped")
    #expect(try second.end().status == 0)
    try nation.expectEqual(province)
  }
}
