import Foundation
import Reporting
import TestSupport
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// The parsers are total: for any bytes they return, and what they return is safe to display.
struct FuzzTests {
  /// A captured file with some bytes changed, removed or repeated.
  static func mutated(_ seed: [UInt8], _ random: inout Seeded) -> String {
    var bytes = Array(seed.prefix(3000))
    for _ in 0..<Int.random(in: 0...12, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(at..<min(bytes.count, at + 9))
      case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 9)], at: at)
      default: bytes.insert(contentsOf: "99999999999999999999:=\"@/\\-\n".utf8, at: at)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isFit(_ text: String?) -> Bool {
    guard let text else { return true }
    return !text.isEmpty && text.unicodeScalars.count <= PlainText.longest
      && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 && $0.value != 0xFFFD }
      && text.first != " " && text.last != " "
  }

  @Test(arguments: ["proc/cpuinfo", "proc/meminfo", "usr/lib/os-release"])
  func parsersAreTotal(_ path: String) throws {
    let seed = try Case(probe: "hardware", name: "virtual-machine").host.bytes(path)
    var random = Seeded(20)
    for _ in 0..<150 {
      let text = Self.mutated(seed, &random)
      let info = CPUInfo(text)
      #expect(Self.isFit(info.model) && info.threads >= 0 && info.cores ?? 1 >= 1)
      let hertz = HardwareFacts.Processor.frequency(
        kilohertz: nil, model: info.model, megahertz: info.megahertz)
      #expect(hertz ?? 1 >= 0)
      #expect(HardwareFacts.Memory.total(in: text) ?? 1 > 0)
      #expect(Self.isFit(OSRelease(text)["NAME"]))
      #expect(Self.isFit(PlainText.line(text)) && Self.isFit(Placeholders.fact(text)))
      for line in text.split(separator: "\n").prefix(40).map(String.init) {
        _ = FirmwareDate.iso(line)
        _ = HardwareFacts.Disk.bytes(sectors: line)
        _ = HardwareFacts.Display.connector(in: line)
        _ = USBPeripheral.fourDigits(line)
        _ = Host.uptime(in: line)
        _ = ProductWord(line).begins(in: text)
        let name = ScannerName(line)
        #expect(Self.isFit(name.manufacturer) && Self.isFit(name.model))
        _ = name.isAlike(ScannerName(text))
      }
    }
  }

  /// The bytes with some changed, removed or repeated.
  private static func damaged(_ seed: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, at + Int.random(in: 1...40, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
      default: bytes.replaceSubrange(at..<end, with: repeatElement(255, count: end - at))
      }
    }
    return bytes
  }

  @Test(arguments: SMBIOSPeerTests.cases ?? [])
  func tablesOfFirmware(_ machine: Case) throws {
    let table = try machine.host.bytes("sys/firmware/dmi/tables/DMI")
    let entryPoint = try machine.host.bytes("sys/firmware/dmi/tables/smbios_entry_point")
    var random = Seeded(4)
    for round in 0..<500 {
      let head = SMBIOSEntryPoint(
        round % 4 == 0 ? Self.damaged(entryPoint, &random) : entryPoint)
      let tables = SMBIOSTables(Self.damaged(table, &random), entryPoint: head)
      let identity = SMBIOSIdentity(tables)
      #expect(DMI.Field.allCases.allSatisfy { Self.isFit(identity[$0]) })
      let memory = SMBIOSMemory(tables)
      #expect(memory.slots ?? memory.modules.count >= memory.modules.count)
      #expect(memory.installedBytes ?? 1 > 0)
      #expect(memory.modules.allSatisfy { Self.isFit($0.slot) && Self.isFit($0.manufacturer) })
      #expect(memory.modules.allSatisfy { $0.speedTransfersPerSecond ?? 1 > 0 })
    }
  }

  @Test func displayData() {
    var random = Seeded(5)
    for _ in 0..<2000 {
      var bytes = Self.damaged(EDIDTests.block(), &random)
      if bytes.count >= EDID.blockLength {
        bytes.replaceSubrange(0..<8, with: EDIDTests.block()[0..<8])
        bytes[127] = 0 &- bytes[..<127].reduce(0, &+)
      }
      guard let edid = EDID(bytes) else { continue }
      #expect(Self.isFit(edid.model) && edid.manufacturer?.count ?? 3 == 3)
      #expect((edid.widthPixels == nil) == (edid.heightPixels == nil))
      #expect(edid.widthMillimetres ?? 1 > 0 && edid.year ?? 2000 >= 1994)
    }
  }

  /// Lists of device names and fragments of them: every list can be counted.
  @Test func namesOfScanners() throws {
    var random = Seeded(6)
    let lines = ScannerIdentityTests.rows.flatMap(\.lines)
    for _ in 0..<150 {
      var seen = DetectedScanners()
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let line = lines.randomElement(using: &random) ?? ""
        let words = Self.mutated(Array(line.utf8), &random).split(separator: "|").map(String.init)
        let sighting = SANESighting(
          name: words.first ?? "", vendor: words.dropFirst().first,
          model: words.dropFirst(2).first, type: words.dropFirst(3).first)
        seen.sane.append(sighting)
        seen.escl.append(
          ESCLSighting(
            host: sighting.hosts.first ?? "", uuid: sighting.serialNumber,
            serialNumber: sighting.ownName, model: sighting.model))
      }
      let found = ScannerMerge.scanners(seen)
      #expect((1...24).contains(found.count))
      #expect(ScannerMerge.scanners(seen) == found)
    }
  }
}
