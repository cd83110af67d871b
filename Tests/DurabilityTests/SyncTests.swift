import Foundation
import Testing

/// Counts the syncs that reach the disk, from below the program.
struct SyncTests {
  @Test(.timeLimit(.minutes(10)))
  func noCommitWithoutASync() throws {
    let folder = "/tmp/syncs-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let library = try SyncCounter.build(in: folder)
    let centre = try RealCentre(
      ["--reports-per-hour", "0"],
      environment: ["LD_PRELOAD": library, "SYNC_COUNT": "\(folder)/count"])
    defer { centre.end(SIGKILL) }
    let file = InventoryFile(path: centre.database)
    func revision() throws -> Int {
      try file.number("SELECT value FROM setting WHERE name = 'revision'")
    }
    let senders = try Senders(8, at: centre)
    let syncsBefore = try SyncCounter.read("\(folder)/count")
    let commitsBefore = try revision()
    senders.start()
    sleep(2)
    senders.stop()
    let commits = try revision() - commitsBefore
    let syncs = try SyncCounter.read("\(folder)/count") - syncsBefore
    let reports = senders.acknowledged.count
    #expect(commits > 10)
    #expect(syncs >= commits, "\(syncs) syncs, \(commits) commits, \(reports) reports")
    #expect(reports > commits, "eight senders share transactions: \(reports) in \(commits)")
  }
}

/// The library of `syncs.c`, which counts fsync and fdatasync.
enum SyncCounter {
  static func build(in folder: String) throws -> String {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "syncs.c").path
    _ = try Program.output(
      "/usr/bin/cc", ["-O2", "-shared", "-fPIC", "-o", "\(folder)/syncs.so", source])
    return "\(folder)/syncs.so"
  }

  static func read(_ path: String) throws -> Int {
    try Data(contentsOf: URL(fileURLWithPath: path)).withUnsafeBytes { $0.load(as: Int.self) }
  }
}
