import Foundation
import Reporting

/// The hardware of a simulated computer, derived from the seed.
struct Hardware {
  let facts: HardwareFacts
  let scanners: Outcome<ScannerFacts>
  /// As its firmware would give them.
  let identifiers: [String: String]

  /// - Parameter index: of the computer in its commune, from 0.
  init(profile: Profile, index: Int, random: inout SeededGenerator) {
    let model = random.one(of: ComputerModel.all(for: profile))
    let memoryGiB = random.one(of: model.memoryGiB)
    let disk = random.one(of: model.disks)
    let serial = random.letters(7)
    let uuid = random.uuid().uuidString.lowercased()
    let year = Int.random(in: model.years, using: &random)
    let date = String(
      format: "%04d-%02d-%02d", year,
      Int.random(in: 1...12, using: &random), Int.random(in: 1...28, using: &random))
    // The kernel keeps some memory for itself, an integrated graphics chip more.
    let keptBytes = Int.random(in: 90...420, using: &random) << 20

    facts = HardwareFacts(
      machine: HardwareFacts.Machine(
        manufacturer: model.manufacturer, model: model.model, serialNumber: serial, uuid: uuid,
        chassis: model.chassis, firmwareDate: date, uefi: year >= 2013, secureBoot: year >= 2018,
        tpm: year >= 2018 ? "2.0" : nil),
      processor: HardwareFacts.Processor(
        model: model.processor, cores: model.cores, threads: model.threads,
        frequencyHz: model.frequencyHz),
      memory: HardwareFacts.Memory(totalBytes: memoryGiB << 30 - keptBytes),
      disks: [
        HardwareFacts.Disk(
          name: disk.name, model: disk.model, sizeBytes: disk.sizeBytes,
          rotational: disk.rotational, removable: false)
      ],
      displays: [HardwareFacts.Display(connector: random.one(of: ["VGA-1", "HDMI-A-1", "DP-1"]))],
      system: SimulatedSystem.facts(year: year, &random))
    scanners = Self.scanners(profile, index: index, &random)
    identifiers = ["serial": serial, "uuid": uuid]
  }

  private static func scanners(
    _ profile: Profile, index: Int, _ random: inout SeededGenerator
  ) -> Outcome<ScannerFacts> {
    let part =
      switch profile {
      case .lacking: 0.0
      case .ordinary, .silent: 0.2
      case .equipped: index == 0 ? 1.0 : 0.5
      }
    guard random.chance(part) else { return .absent }
    let models = [
      ("Canon", "DR-C225", "1083:1658"), ("Canon", "CanoScan LiDE 300", "04a9:1913"),
      ("Fujitsu", "fi-7160", "04c5:132e"), ("Fujitsu", "fi-7140", "04c5:14df"),
      ("Epson", "DS-530", "04b8:0155"), ("HP", "ScanJet 5590", "03f0:1705"),
    ]
    let (manufacturer, model, usbId) = random.one(of: models)
    return .observed(
      ScannerFacts(scanners: [
        ScannerFacts.Scanner(
          manufacturer: manufacturer, model: model, connection: .usb, usbId: usbId,
          evidence: .usb, ready: nil)
      ]))
  }
}
