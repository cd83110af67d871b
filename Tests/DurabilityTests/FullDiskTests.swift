import Foundation
import TestSupport
import Testing

/// The inventory on a file system of 16 MiB.
struct FullDiskTests {
  @Test(.timeLimit(.minutes(10)))
  func nobodyIsToldWhatIsNotSo() throws {
    let disk = try SmallDisk(size: "16m")
    defer { disk.unmount() }
    // Full to the last block: the limits that would refuse earlier are disabled.
    let centre = try RealCentre(
      in: disk.path,
      [
        "--reports-per-hour", "0", "--log-level", "critical", "--least-free-percent", "0",
        "--least-free-megabytes", "0",
      ])
    defer { centre.end(SIGKILL) }
    let senders = try Senders(4, at: centre)
    senders.start()
    senders.wait { senders.count(200) > 20 }

    try disk.fill()
    senders.wait { senders.count(503) > 20 }
    #expect(senders.count(503) > 20)
    let whenFull = senders.count(200)

    // Somebody makes room, without any intervention at the centre.
    disk.makeRoom()
    senders.wait { senders.count(200) > whenFull + 50 }
    #expect(senders.count(200) > whenFull + 50)
    senders.stop()
    centre.end(SIGTERM)

    let file = InventoryFile(path: centre.database)
    let filed = try file.reports()
    #expect(senders.acknowledged.subtracting(filed).isEmpty, "acknowledged and lost")
    #expect(Set(filed).count == filed.count)
    #expect(try file.column("PRAGMA integrity_check") == ["ok"])
    #expect(Set(senders.statuses.keys) == [200, 503])
    #expect(senders.waits.allSatisfy { $0 > 0 })
  }
}
