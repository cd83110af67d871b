import Reporting
import Testing

@testable import InventoryStore

/// Which of a computer's disks its system may be on.
struct SystemDiskTests {
  private static func disk(_ size: Double, rotational: Bool?) -> HardwareFacts.Disk {
    .init(
      name: "\(size)", sizeBytes: Int(size * 1e9), rotational: rotational, removable: false)
  }

  private static let hardDisk = disk(1000.2, rotational: true)

  @Test(
    arguments: [
      ([], true, nil), ([hardDisk], true, false), ([disk(256, rotational: false)], true, true),
      ([hardDisk, disk(256, rotational: false)], true, true),
      // A cache for the hard disk (Intel Optane), and what may be one.
      ([hardDisk, disk(14.4, rotational: false)], true, false),
      ([hardDisk, disk(32, rotational: false)], true, nil),
      ([hardDisk, disk(60.02, rotational: false)], true, nil),
      ([hardDisk, disk(14.4, rotational: false), disk(256, rotational: false)], true, true),
      // Linux fits on less.
      ([hardDisk, disk(14.4, rotational: false)], false, nil),
      // Whatever the system is on, it does not rotate.
      ([disk(14.4, rotational: false), disk(29, rotational: false)], true, true),
      ([disk(256, rotational: nil)], true, nil),
      ([hardDisk, disk(256, rotational: nil)], true, nil),
      ([disk(256, rotational: nil), disk(14.4, rotational: false)], true, nil),
      ([disk(256, rotational: nil), disk(64.02, rotational: false)], true, true),
    ] as [([HardwareFacts.Disk], Bool, Bool?)])
  func solidState(_ disks: [HardwareFacts.Disk], _ isWindows: Bool, _ isSolidState: Bool?) {
    #expect(SystemDisk(disks, isWindows: isWindows).isSolidState == isSolidState)
  }

  @Test func largestDiskCounts() {
    let two = SystemDisk(
      [Self.disk(60, rotational: false), Self.disk(59, rotational: false)], isWindows: true)
    #expect(two.largestBytes == 60_000_000_000 && two.leastBytes == nil)
    var doubtful = Self.disk(62.5, rotational: false)
    doubtful.leastBytes = 59_640_000_000
    let one = SystemDisk([doubtful, Self.disk(60, rotational: true)], isWindows: true)
    #expect(one.largestBytes == 62_500_000_000 && one.leastBytes == 60_000_000_000)
    #expect(SystemDisk([], isWindows: true).largestBytes == nil)
  }
}
