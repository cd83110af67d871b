import Foundation
import Testing

/// The inventory on a file system of 16 MiB.
struct FullDiskTests {
  @Test(.timeLimit(.minutes(10)))
  func nobodyIsToldWhatIsNotSo() throws {
    let disk = "/tmp/full-centre-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    try #require(mount("tmpfs", disk, "tmpfs", 0, "size=16m,mode=700") == 0, "needs root")
    defer {
      umount2(disk, Int32(MNT_DETACH))
      rmdir(disk)
    }
    // To the last block: the limits that would refuse earlier are off.
    let centre = try RealCentre(
      in: disk,
      [
        "--reports-per-hour", "0", "--log-level", "critical", "--least-free-percent", "0",
        "--least-free-megabytes", "0",
      ])
    defer { centre.end(SIGKILL) }
    let token = try centre.token(uses: 4)
    let senders = try (0..<4).map { _ in try Sender(at: centre.address, token: token) }
    for sender in senders { sender.start() }
    func statuses() -> [Int: Int] {
      senders.reduce(into: [:]) { $0.merge($1.tally.statuses) { $0 + $1 } }
    }
    func wait(until condition: () -> Bool) {
      let deadline = Date().addingTimeInterval(20)
      while Date() < deadline, !condition() { usleep(20_000) }
    }
    wait { statuses()[200, default: 0] > 20 }

    try Self.fill(disk)
    wait { statuses()[503, default: 0] > 20 }
    #expect(statuses()[503, default: 0] > 20)
    let whenFull = statuses()[200, default: 0]

    // Somebody makes room; nobody touches the centre.
    unlink("\(disk)/filler")
    wait { statuses()[200, default: 0] > whenFull + 50 }
    #expect(statuses()[200, default: 0] > whenFull + 50)
    for sender in senders { sender.stop() }
    centre.end(SIGTERM)

    let file = InventoryFile(path: centre.database)
    let filed = try file.reports()
    let acknowledged = senders.reduce(into: Set<String>()) { $0.formUnion($1.tally.acknowledged) }
    #expect(acknowledged.subtracting(filed).isEmpty, "acknowledged and lost")
    #expect(Set(filed).count == filed.count)
    #expect(try file.column("PRAGMA integrity_check") == ["ok"])
    #expect(Set(statuses().keys) == [200, 503])
    #expect(senders.allSatisfy { $0.tally.waits.allSatisfy { $0 > 0 } })
  }

  /// To the last block.
  static func fill(_ disk: String) throws {
    let path = "\(disk)/filler"
    try #require(FileManager.default.createFile(atPath: path, contents: nil))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    for size in [1 << 16, 1 << 12, 1 << 9] {
      while (try? handle.write(contentsOf: Data(count: size))) != nil {}
    }
    try handle.close()
  }
}
