import Reporting
import Testing

@testable import ThirdPartyInventory

struct AmountTests {
  @Test(
    arguments: [
      ("8192", 8 << 30), ("8 GB", 8 << 30), ("8GB", 8 << 30), ("8 G", 8 << 30), ("8 GiB", 8 << 30),
      ("8192 MB", 8 << 30), ("8192 MB (8 x 1024)", 8 << 30), (" 8192 ", 8 << 30),
      ("8388608 KB", 8 << 30), ("8589934592 bytes", 8 << 30), ("1.5 GB", 3 << 29),
      ("4096.0", 4 << 30), ("16 Gigabytes", 16 << 30), ("0.5 TB", 1 << 39),
      ("8,192", nil), ("8 GHz", nil), ("8 Mbps", nil), ("-1", nil), ("0", nil), ("0 GB", nil),
      ("0x2000", nil), ("1e9", nil), ("1.2.3", nil), ("No Module Installed", nil), (nil, nil),
      ("99999999999", nil), ("99 TB", nil), ("8589934592", nil), (".", nil), ("GB", nil),
    ] as [(String?, Int?)])
  func memory(_ text: String?, _ bytes: Int?) {
    #expect(Amount.bytes(text, thousand: 1024) == bytes)
  }

  @Test(
    arguments: [
      ("500107", 500_107_000_000), ("500 GB", 500_000_000_000), ("1.0 TB", 1_000_000_000_000),
      ("1 TB", 1_000_000_000_000), ("256.06 GB", 256_060_000_000),
      ("240057.5", 240_057_500_000), ("465.76 GiB", 500_105_991_946), ("1 TiB", 1 << 40),
      ("1e9", nil), ("-5", nil), ("99999999999", nil), ("500107862016", nil),
    ] as [(String, Int?)])
  func disks(_ text: String, _ bytes: Int?) {
    #expect(Amount.bytes(text, thousand: 1000) == bytes)
  }

  @Test(
    arguments: [
      ("100", 100_000_000), ("1000000000", 1_000_000_000), ("1 Gb/s", 1_000_000_000),
      ("100 Mbps", 100_000_000), ("2.5 Gb/s", 2_500_000_000), ("2.5Gbps", 2_500_000_000),
      ("866.7 Mbps", 866_700_000), ("100 MBit/s", 100_000_000), ("10 Gigabit", 10_000_000_000),
      ("10000000 bps", 10_000_000), ("64 kbit/s", 64000), ("0 Mbps", nil), ("fast", nil), ("", nil),
      ("9999999999999999999", nil), ("1,000 Mbps", nil), ("1e9", nil), ("-1", nil), ("7 days", nil),
    ] as [(String, Int?)])
  func linkSpeeds(_ text: String, _ bits: Int?) {
    #expect(Amount.bitsPerSecond(text) == bits)
  }

  @Test(
    arguments: [
      ("1600", 1_600_000_000), ("1.6 GHz", 1_600_000_000), ("2.80GHz", 2_800_000_000),
      ("3200 MT/s", 3_200_000_000), ("1333 MHz (0.8 ns)", 1_333_000_000),
      ("2400.5 MHz", 2_400_500_000), ("PC3-12800", nil), ("0x1F", nil), ("2,8 GHz", nil),
      ("3200 MB/s", nil), ("99 THz", nil),
    ] as [(String, Int?)])
  func frequencies(_ text: String, _ hertz: Int?) {
    #expect(Amount.hertz(text, in: 1_000_000...100_000_000_000) == hertz)
  }

  /// Every amount field is read this way.
  @Test func ofAnInventory() throws {
    let inventory = MachineInventory(sections: [
      "hardware": [["memory": "7.8 GB"]], "memories": [["capacity": "8 GB", "speed": "1.6 GHz"]],
      "storages": [["disksize": "1.0 TB"]], "cpus": [["name": "x", "speed": "2.80GHz"]],
      "networks": [["type": "ethernet", "speed": "2.5 Gb/s"]],
    ])
    let sections = inventory.mapped(source: .init(agent: "x"))
    let facts = try #require(sections.hardware.facts)
    #expect(facts.memory.installedBytes == 8 << 30)
    #expect(facts.memory.modules?.first?.speedTransfersPerSecond == 1_600_000_000)
    #expect(facts.disks.map(\.sizeBytes) == [1_000_000_000_000])
    #expect(facts.processor.frequencyHz == 2_800_000_000)
    #expect(sections.network?.facts?.adapters.map(\.linkBitsPerSecond) == [2_500_000_000])
  }
}
