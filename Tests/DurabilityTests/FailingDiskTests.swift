import Foundation
import Testing

/// Writes and syncs of the inventory that fail at random, EIO or ENOSPC, under load.
struct FailingDiskTests {
  @Test(.timeLimit(.minutes(10)))
  func acknowledgedIsOnDiskAndTheCentreGoesOn() throws {
    let disk = try FaultyDisk()
    let centre = try RealCentre(
      in: disk.folder, ["--reports-per-hour", "0", "--log-level", "critical"],
      environment: disk.environment)
    defer { centre.end(SIGKILL) }
    let senders = try Senders(6, at: centre)
    senders.start()
    senders.wait(upTo: 10) { senders.count(200) > 20 }

    for oneIn in [200, 20, 3] {
      disk.fails(oneIn: oneIn)
      usleep(1_200_000)
      disk.heals()
      // Without any intervention at the centre.
      let whenHealed = senders.count(200)
      senders.wait(upTo: 10) { senders.count(200) > whenHealed + 30 }
      #expect(senders.count(200) > whenHealed + 30, "one in \(oneIn)")
      #expect(centre.isRunning, "one in \(oneIn)")
    }
    // The power fails while the disk fails; the centre restarts on a working disk.
    for _ in 0..<3 {
      disk.fails(oneIn: 15)
      usleep(400_000)
      centre.end(SIGKILL)
      disk.heals()
      try centre.start()
      let whenUp = senders.count(200)
      senders.wait(upTo: 10) { senders.count(200) > whenUp + 10 }
    }
    senders.stop()
    centre.end(SIGKILL)
    #expect(disk.failures > 100 && senders.count(503) > 20, "\(disk.failures) failures")
    try centre.start()
    centre.end(SIGTERM)

    let file = InventoryFile(path: centre.database)
    let filed = try file.reports()
    #expect(senders.acknowledged.subtracting(filed).isEmpty, "acknowledged and lost")
    #expect(Set(filed).count == filed.count, "filed twice")
    #expect(try file.column("PRAGMA integrity_check") == ["ok"])
    #expect(try file.column("PRAGMA foreign_key_check").isEmpty)
    #expect(
      try file.number("SELECT count(*) FROM section WHERE probe = 'hardware'") == filed.count)
    #expect(Set(senders.statuses.keys) == [200, 503])
  }

  /// It starts, or says in one line why it cannot.
  @Test(.timeLimit(.minutes(10)))
  func startingOnAFailingDisk() throws {
    let disk = try FaultyDisk()
    let database = "\(disk.folder)/inventory.sqlite"
    var ended = 0
    for round in 0..<9 {
      disk.fails(oneIn: [6, 60, 300][round % 3])
      do {
        let centre = try RealCentre(in: disk.folder, environment: disk.environment(seed: round))
        centre.end(SIGTERM)
      } catch let failure as Program.Failure {
        ended += 1
        let lines = failure.message.split(separator: "\n")
        #expect(lines.count == 1, "\(failure)")
        #expect(failure.message.contains("ended: commune-inventory: "), "\(failure)")
        #expect(failure.message.contains("inventory.sqlite") || failure.message.contains("disk"))
      }
    }
    disk.heals()
    #expect(ended > 0 && disk.failures > 0)
    let centre = try RealCentre(in: disk.folder, environment: disk.environment)
    centre.end(SIGTERM)
    #expect(try InventoryFile(path: database).column("PRAGMA integrity_check") == ["ok"])
  }
}
