import Reporting
import Testing

@testable import ThirdPartyInventory

/// The unit of `disksize`, which is not the same in all versions of the agents.
struct DiskSizeTests {
  private static let windows = "Microsoft Windows 10 Pro"
  private static let debian = "Debian GNU/Linux 12"

  @Test(
    arguments: [
      // SanDisk SD8SB8U064G, 64,023,257,088 bytes: FusionInventory says MiB.
      ("FusionInventory-Agent_v2.6", windows, "61057", 61057 << 20, nil),
      ("GLPI-Agent_v1.5", windows, "61057", 61057 << 20, nil),
      ("GLPI-Agent_v1.6", windows, "64023", 64_023_000_000, nil),
      ("GLPI-Agent_v1.7.3", windows, "64023", 64_023_000_000, nil),
      // With hdparm, the old ones say it in millions.
      ("GLPI-Agent_v1.3", windows, "64023", 64_023_000_000, nil),
      // Samsung SSD 980 500GB; 1 TB and 320 GB hard disks.
      ("GLPI-Agent_v1.3", windows, "476937", 476937 << 20, nil),
      ("FusionInventory-Agent_v2.5.2", windows, "953867", 953867 << 20, nil),
      ("FusionInventory-Agent_v2.5.2", windows, "305243", 305243 << 20, nil),
      // 60 GB, by both ways.
      ("FusionInventory-Agent_v2.6", windows, "57241", 57241 << 20, nil),
      ("FusionInventory-Agent_v2.6", windows, "60022", 60_022_000_000, nil),
      // An eMMC of 62,537,072,640 bytes has no usual size.
      ("FusionInventory-Agent_v2.6", windows, "59640", 59640 << 20, 59_640_000_000),
      ("GLPI-Agent_v1.3", windows, "59640", 59640 << 20, 59_640_000_000),
      ("GLPI-Agent", windows, "59640", 59640 << 20, 59_640_000_000),
      ("GLPI-Agent_v1.7.3", windows, "62537", 62_537_000_000, nil),
      // fdisk's KiB divided by 1000, or hdparm's megabytes.
      ("FusionInventory-Agent_v2.3.20", debian, "488386", 488386 * 1_024_000, nil),
      ("GLPI-Agent_v1.7.3", debian, "500107", 500_107_000_000, nil),
      ("GLPI-Agent_v1.3", debian, "61071", 61_071_000_000, nil),
      ("FusionInventory-Agent_v2.3.20", debian, "61071", 61071 * 1_024_000, 61_071_000_000),
      // 500 GB, or 512 GB by fdisk: both are usual.
      ("FusionInventory-Agent_v2.3.20", debian, "500107", 500107 * 1_024_000, 500_107_000_000),
      ("FusionInventory-Agent_v2.6", debian, "500107", 500_107_000_000, nil),
      // A unit says it.
      ("FusionInventory-Agent_v2.6", windows, "60 GB", 60_000_000_000, nil),
      ("FusionInventory-Agent_v2.6", windows, "60 GiB", 60 << 30, nil),
    ] as [(String, String, String, Int, Int?)])
  func units(
    _ client: String, _ system: String, _ text: String, _ bytes: Int, _ least: Int?
  ) throws {
    let inventory = MachineInventory(sections: [
      "hardware": [["memory": "8192"]], "operatingsystem": [["full_name": system]],
      "storages": [["name": "sda", "model": "Disk", "disksize": text]],
    ])
    let source = try #require(FactSource(client: client))
    let disks = try #require(inventory.mapped(source: source).hardware.facts).disks
    #expect(disks.map(\.sizeBytes) == [bytes] && disks.map(\.leastBytes) == [least])
  }

  @Test(arguments: [64_023_257_088, 500_107_862_016, 1_000_204_886_016, 256_060_514_304])
  func usualSizes(_ bytes: Int) {
    #expect(DiskSizes.isUsual(bytes / 1_000_000 * 1_000_000, within: 1_000_000))
    #expect(DiskSizes.isUsual((bytes >> 20) << 20, within: 1 << 20))
    #expect(!DiskSizes.isUsual(bytes + 2_000_000, within: 1_000_000))
  }

  @Test(arguments: ["", "0", "-5", "x", "99999999999999999999", "1,024", "9223372036854775807"])
  func impossibleSizes(_ text: String) {
    let source = FactSource(agent: "FusionInventory-Agent", version: "2.6")
    #expect(DiskSizes(source, isWindows: true).read(text) == nil)
  }
}
