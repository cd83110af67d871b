import Foundation
import TestSupport
import Testing

@testable import Delivery

/// The agent on a real file system of 64 KiB.
struct FullDiskTests {
  @Test func losesNothingAndRecovers() throws {
    let disk = try SmallDisk(size: "64k")
    defer { disk.unmount() }
    let directory = StateDirectory(path: "\(disk.path)/state")
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
    #expect(refusal?.message.contains("\(disk.path)/state/spool/") == true)
    #expect(refusal?.message.contains("free some disk space") == true)
    #expect(try spool.files().map { try spool.read($0) } == kept)
    #expect(try Directory.names(in: directory.spool).count == kept.count, "no partial file remains")

    // With the disk full to the last block, taking a sequence number fails and the old one remains.
    try disk.fill()
    let sequence = SequenceCounter(lock)
    let error = #expect(throws: DeliveryError.self) { try sequence.take() }
    #expect(error?.code == .diskFull)
    #expect(try sequence.next() == 1)

    disk.makeRoom()
    for name in try spool.files().prefix(2) { try spool.remove(name) }
    let late = SpooledReport(body: body)
    try spool.add(late)
    #expect(try spool.files().map { try spool.read($0) } == kept.dropFirst(2) + [late])
    #expect(try sequence.take() == 1)
  }

  @Test func namesTheReadOnlyDirectory() throws {
    let disk = try SmallDisk(isReadOnly: true)
    defer { disk.unmount() }
    let error = #expect(throws: DeliveryError.self) {
      _ = try StateDirectory(path: "\(disk.path)/state").lock()
    }
    #expect(error?.message.contains("Read-only file system") == true)
    #expect(error?.message.contains("\(disk.path)/state") == true)
  }
}
