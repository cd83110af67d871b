import Foundation
import Testing

@testable import Delivery

/// A file system of 64 KiB: what it holds and that it is full are both real.
struct FullDiskTests {
  @Test func nothingIsLostAndItWorksAgain() throws {
    let disk = "/tmp/full-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    try #require(mount("tmpfs", disk, "tmpfs", 0, "size=64k,mode=700") == 0, "needs root")
    defer {
      umount2(disk, Int32(MNT_DETACH))
      rmdir(disk)
    }
    let directory = StateDirectory(path: "\(disk)/state")
    let lock = try directory.lock()
    let spool = try Spool(lock, limits: Spool.Limits(minimumFreeBytes: 0))
    let body = Data(repeating: 7, count: 5000)
    var kept: [SpooledReport] = []
    var refusal: DeliveryError?
    while refusal == nil, kept.count < 100 {
      let report = SpooledReport(body: body)
      do throws(DeliveryError) {
        try spool.add(report)
        kept.append(report)
      } catch {
        refusal = error
      }
    }
    #expect(kept.count > 3)
    #expect(refusal?.code == .diskFull)
    #expect(refusal?.message.contains("No space left on device") == true)
    #expect(refusal?.message.contains("\(disk)/state/spool/") == true)
    #expect(refusal?.message.contains("free some disk space") == true)
    #expect(try spool.files().map { try spool.read($0) } == kept)
    #expect(try Directory.names(in: directory.spool).count == kept.count, "no half file stays")

    // The disk is full to the last block: neither can a number be taken, and the old one stands.
    let filler = "\(disk)/filler"
    try #require(FileManager.default.createFile(atPath: filler, contents: nil))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: filler))
    while (try? handle.write(contentsOf: Data(count: 512))) != nil {}
    try handle.close()
    let sequence = SequenceCounter(lock)
    let error = #expect(throws: DeliveryError.self) { try sequence.take() }
    #expect(error?.code == .diskFull)
    #expect(try sequence.next() == 1)

    unlink(filler)
    for name in try spool.files().prefix(2) { try spool.remove(name) }
    let late = SpooledReport(body: body)
    try spool.add(late)
    #expect(try spool.files().map { try spool.read($0) } == kept.dropFirst(2) + [late])
    #expect(try sequence.take() == 1)
  }

  @Test func readOnlyDiskSaysWhere() throws {
    let disk = "/tmp/read-only-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    try #require(mount("tmpfs", disk, "tmpfs", UInt(MS_RDONLY), "mode=700") == 0, "needs root")
    defer {
      umount2(disk, Int32(MNT_DETACH))
      rmdir(disk)
    }
    let error = #expect(throws: DeliveryError.self) {
      _ = try StateDirectory(path: "\(disk)/state").lock()
    }
    #expect(error?.message.contains("Read-only file system") == true)
    #expect(error?.message.contains("\(disk)/state") == true)
  }
}
