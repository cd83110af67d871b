import Reporting
import Testing

@testable import ThirdPartyInventory

struct ProcessorMappingTests {
  private static let windows = "Microsoft Windows 11 Pro"
  private static let debian = "Debian GNU/Linux 12"

  private static func processor(
    _ client: String, _ system: String, _ entries: [MachineInventory.Entry]
  ) throws -> HardwareFacts.Processor {
    let inventory = MachineInventory(sections: [
      "hardware": [["memory": "8192"]], "operatingsystem": [["full_name": system]],
      "cpus": entries,
    ])
    let source = try #require(FactSource(client: client))
    return try #require(inventory.mapped(source: source).hardware.facts).processor
  }

  /// GLPI Agent counts the threads of a core.
  @Test(
    arguments: [
      ("Intel Core i5-8400 CPU @ 2.80GHz", 158, "6", "1", 6),
      ("Intel Core i3-6100 CPU @ 3.70GHz", 94, "2", "2", 4),
      ("Intel Celeron CPU G3900 @ 2.80GHz", 94, "2", "1", 2),
      ("Intel Core2 Duo CPU     E7500  @ 2.93GHz", 23, "2", "1", 2),
      ("Intel Pentium 4 CPU 3.00GHz", 4, "1", "2", 2), ("Intel N100", 190, "4", "1", 4),
      ("AMD Ryzen 5 5600G with Radeon Graphics", 80, "6", "2", 12),
      ("AMD Ryzen 5 3400G with Radeon Vega Graphics", 24, "4", "2", 8),
      ("AMD Ryzen AI 9 HX 370 w/ Radeon 890M", 36, "12", "2", 24),
      ("Intel Core i5-10400 CPU @ 2.90GHz", 165, "6", "2", 12),
      ("11th Gen Intel Core i5-11400 @ 2.60GHz", 167, "6", "2", 12),
      ("12th Gen Intel Core i3-12100", 151, "4", "2", 8),
      // With two kinds of cores, the rounded count says only that there are more than 14.
      ("13th Gen Intel Core i5-13500", 191, "14", "2", nil),
      ("13th Gen Intel Core i5-1335U", 186, "10", "2", nil),
      ("Intel Pentium 8505", 154, "5", "2", nil),
      ("Intel Core Ultra 5 125H", 170, "14", "2", nil),
      ("Intel Core Ultra 5 226V", 189, "8", "1", 8),
      // No core has so many: it is the whole.
      ("AMD Ryzen 5 5600G with Radeon Graphics", 80, "6", "12", 12),
      ("Intel Core i3-6100 CPU @ 3.70GHz", 94, "2", "4", 4),
    ] as [(String, Int, String, String, Int?)])
  func threadsPerCore(
    _ name: String, _ model: Int, _ cores: String, _ threads: String, _ all: Int?
  ) throws {
    let entry = ["name": name, "model": "\(model)", "core": cores, "thread": threads]
    let processor = try Self.processor("GLPI-Agent_v1.7.3", Self.windows, [entry])
    #expect(processor.threads == all && processor.cores == Int(cores))
    let two = try Self.processor("GLPI-Agent_v1.15", Self.debian, [entry, entry])
    #expect(two.threads == all.map { 2 * $0 } && two.cores == Int(cores).map { 2 * $0 })
  }

  /// Agents that count all threads, or now these and now those.
  @Test(
    arguments: [
      ("FusionInventory-Agent_v2.6", windows, "14", "20", 20),
      ("FusionInventory-Agent_v2.6", windows, "6", "12", 12),
      ("FusionInventory-Agent_v2.6", windows, "4", "4", 4),
      ("FusionInventory-Agent_v2.6", debian, "2", "2", 2),
      ("FusionInventory-Agent_v2.6", debian, "1", "1", 1),
      // Without a count in the firmware: two of two cores, or two of each?
      ("FusionInventory-Agent_v2.6", windows, "2", "2", nil),
      ("FusionInventory-Agent_v2.6", windows, "4", "2", 8),
      ("FusionInventory-Agent_v2.6", windows, "6", "1", 6),
      ("FusionInventory-Agent_v2.6", windows, "14", "1.42857142857143", 20),
      ("FusionInventory-Agent_v2.6", windows, "10", "1.2", 12),
      // Before 1.5, on Linux all.
      ("GLPI-Agent_v1.4", debian, "4", "8", 8), ("GLPI-Agent_v1.4", debian, "2", "2", nil),
      ("GLPI-Agent_v1.4", windows, "2", "2", 4), ("GLPI-Agent_v1.5", debian, "2", "2", 4),
      ("GLPI-Agent", debian, "2", "2", nil), ("GLPI-Agent_v1.11-git1234", debian, "2", "2", 4),
      ("Unnamed", windows, "4", "8", 8), ("Unnamed", windows, "2", "2", nil),
      ("Unnamed", windows, "8", "6", nil),
      ("GLPI-Agent_v1.7.3", windows, nil, "2", nil), ("GLPI-Agent_v1.7.3", windows, "4", nil, nil),
      ("GLPI-Agent_v1.7.3", windows, "4", "0", nil),
      ("GLPI-Agent_v1.7.3", windows, "4", "1e2", nil),
      ("FusionInventory-Agent_v2.6", debian, nil, "4", 4),
    ] as [(String, String, String?, String?, Int?)])
  func threadsOfOtherAgents(
    _ client: String, _ system: String, _ cores: String?, _ threads: String?, _ all: Int?
  ) throws {
    var entry = ["name": "Intel Core i5-7400 CPU @ 3.00GHz", "model": "158"]
    entry["core"] = cores
    entry["thread"] = threads
    #expect(try Self.processor(client, system, [entry]).threads == all)
  }

  @Test(
    arguments: [
      (["cores": "4", "logical_cpus": "8"], 8), (["cores": "2", "logical_cpus": "2"], 2),
      (["cores": "14", "logical_cpus": "20"], 20), (["cores": "6", "logical_cpus": "12"], 12),
      (["cores": "4", "logical_cpus": "8", "threads": "8"], 8),
      // On Linux it multiplies: of these 14 cores, six have two threads.
      (
        [
          "cores": "14", "logical_cpus": "28", "threads": "28",
          "type": "13th Gen Intel(R) Core(TM) i5-13500",
        ], nil
      ),
      (
        [
          "cores": "6", "logical_cpus": "12", "threads": "12",
          "type": "AMD Ryzen 5 5600G with Radeon Graphics",
        ], 12
      ),
    ] as [([String: String], Int?)])
  func threadsOfOCS(_ entry: [String: String], _ threads: Int?) throws {
    #expect(try Self.processor("OCS Inventory", Self.debian, [entry]).threads == threads)
  }

  /// The firmware of an ASUS P8P67 says that one of an i5-2300's four cores is on.
  @Test(
    arguments: [
      (["core": "1", "thread": "1", "corecount": "4"], nil, nil),
      (["core": "4", "thread": "1", "corecount": "4"], 4, 4),
      (["core": "4", "thread": "1", "corecount": "0"], 4, 4),
      (["core": "4", "thread": "1", "corecount": "x"], 4, 4),
    ] as [([String: String], Int?, Int?)])
  func coresThatAreOff(_ entry: [String: String], _ cores: Int?, _ threads: Int?) throws {
    let named = entry.merging(["name": "Intel Core i5-2300 CPU @ 2.80GHz", "model": "42"]) { $1 }
    let processor = try Self.processor("GLPI-Agent_v1.7.3", Self.windows, [named])
    #expect(processor.cores == cores && processor.threads == threads)
  }

  /// dmidecode's `ID` of a Ryzen 5 5600G (family 25) and of a Phenom II (16) is read as 15.
  @Test(arguments: [("15", nil), ("6", 6), ("25", 25), ("23", 23)] as [(String, Int?)])
  func families(_ text: String, _ family: Int?) throws {
    let entry = ["name": "AMD", "core": "6", "familynumber": text]
    #expect(try Self.processor("GLPI-Agent_v1.7.3", Self.windows, [entry]).family == family)
  }

  @Test(
    arguments: [
      ("windows7-tower.json", 2, 2), ("windows81-laptop.json", 2, 4),
      ("windows10-22h2.json", 6, 6), ("windows10-22h2-esu.json", 2, 4),
      ("windows10-ltsc2021.json", 4, 4), ("windows10-mfp-office.json", 4, 4),
      ("windows11-as-ten.json", 4, 8), ("windows11-all-in-one.json", 10, nil),
      ("fusioninventory-linux.xml", 2, 2), ("ocs-linux.xml", 2, 2),
    ] as [(String, Int, Int?)])
  func exchanges(_ file: String, _ cores: Int, _ threads: Int?) throws {
    let processor = try Exchange.hardware(file).processor
    #expect(processor.cores == cores && processor.threads == threads)
  }
}
