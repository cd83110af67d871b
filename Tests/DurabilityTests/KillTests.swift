import Foundation
import Testing

/// The centre is killed under load again and again. `KILLS=300` sets the long run (`make soak`).
struct KillTests {
  static let kills = Int(ProcessInfo.processInfo.environment["KILLS"] ?? "") ?? 30

  @Test(.timeLimit(.minutes(30)))
  func whatWasAcknowledgedIsThere() throws {
    let centre = try RealCentre(["--reports-per-hour", "0"])
    let senders = try Senders(8, at: centre)
    senders.start()
    for _ in 0..<Self.kills {
      usleep(UInt32.random(in: 20_000...400_000))
      centre.end(SIGKILL)
      try centre.start()
    }
    // one more round, so that what was under way at the last kill is sent again
    usleep(500_000)
    senders.stop()
    centre.end(SIGKILL)

    let file = InventoryFile(path: centre.database)
    let filed = try file.reports()
    #expect(try file.column("PRAGMA integrity_check") == ["ok"])
    #expect(try file.column("PRAGMA foreign_key_check").isEmpty)
    let acknowledged = senders.acknowledged
    #expect(acknowledged.count > Self.kills, "there was load")
    #expect(acknowledged.subtracting(filed).isEmpty, "acknowledged and lost")
    #expect(Set(filed).count == filed.count, "filed twice")
    #expect(Set(filed).subtracting(senders.sent).isEmpty, "nobody sent it")
    // Each report has a unique hardware section: none may be stored twice.
    #expect(
      try file.number(
        "SELECT count(*) - count(DISTINCT machine || digest) FROM section WHERE probe = 'hardware'"
      ) == 0)
    #expect(
      try file.number("SELECT count(*) FROM section WHERE probe = 'hardware'") == filed.count)
    #expect(try file.number("SELECT count(*) FROM section WHERE current = 1") == 16)
    #expect(Set(senders.statuses.keys).isSubset(of: [200]))
  }
}
