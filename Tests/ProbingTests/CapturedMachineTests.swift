import Foundation
import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// Compares captured machines with the recorded output of lsblk and lscpu (`cases/*/*/peers`).
struct CapturedMachineTests {
  static let cases = (try? Case.all(of: "hardware"))?.filter {
    FileManager.default.fileExists(atPath: $0.folder.appending(path: "peers").path)
  }

  private func facts(_ machine: Case) throws -> HardwareFacts {
    try #require(try HardwareProbe().observe(machine.host))
  }

  @Test func thereAreCases() { #expect((Self.cases?.count ?? 0) >= 4) }

  @Test(arguments: cases ?? [])
  func disksMatchLsblk(_ machine: Case) throws {
    let root = machine.folder.appending(path: "root").path
    let then = try JSONDecoder().decode(
      LsblkListing.self, from: Data(contentsOf: machine.folder.appending(path: "peers/lsblk.json")))
    let facts = try facts(machine)
    for listing in [then, try LsblkListing(root: root)] {
      try #require(facts.disks.map(\.name) == listing.disks.map(\.name))
      for (fact, disk) in zip(facts.disks, listing.disks) {
        #expect(fact.sizeBytes == disk.size)
        // The kernel does not call a card removable.
        let type = try? machine.host.text("sys/block/\(disk.name)/device/type")
        let isCard = type == "SD\n"
        #expect(fact.rotational == disk.rota && fact.removable == (disk.rm || isCard))
        #expect(fact.kind == (isCard ? .removable : Self.kind(disk)), "\(disk.name)")
      }
    }
  }

  /// lsblk reports a bus, not a kind; for SD cards and virtual disks it reports neither.
  private static func kind(_ disk: LsblkListing.Disk) -> HardwareFacts.Disk.Kind? {
    switch disk.tran {
    case "usb": .removable
    case "nvme": .nvme
    case "sata", "ata": disk.rota ? .hdd : .ssd
    default: disk.name.hasPrefix("mmcblk") ? .flash : disk.name.hasPrefix("vd") ? .other : nil
    }
  }

  @Test(arguments: cases ?? [])
  func processorMatchesLscpu(_ machine: Case) throws {
    let then = try JSONDecoder().decode(
      LscpuListing.self, from: Data(contentsOf: machine.folder.appending(path: "peers/lscpu.json")))
    let facts = try facts(machine)
    for listing in [then, try LscpuListing(root: machine.folder.appending(path: "root").path)] {
      #expect(facts.processor.model == PlainText.line(listing["Model name"]))
      #expect(facts.processor.threads.map(String.init) == listing["CPU(s)"])
      let cores = try #require(listing["Core(s) per socket"].flatMap { Int($0) })
      let sockets = try #require(listing["Socket(s)"].flatMap { Int($0) })
      #expect(facts.processor.cores == cores * sockets)
      #expect(facts.system.architecture == listing["Architecture"])
    }
  }

  /// dmidecode gave the same output inside the machine as for the captured tables.
  @Test(arguments: cases ?? [])
  func tablesMatchTheMachine(_ machine: Case) throws {
    let folder = "sys/firmware/dmi/tables"
    let now = try Dmidecode(
      table: machine.host.bytes("\(folder)/DMI"),
      entryPoint: machine.host.bytes("\(folder)/smbios_entry_point"))
    let then = Dmidecode(
      text: try String(
        contentsOf: machine.folder.appending(path: "peers/dmidecode.txt"), encoding: .utf8))
    for type in 0...127 { #expect(now.all(type) == then.all(type)) }
    #expect(now.all(17).isEmpty == false)
  }

  /// Without root there are no tables; the kernel provides the same strings.
  @Test(arguments: cases ?? [])
  func withoutTables(_ machine: Case) throws {
    try Peer.withFolder { folder in
      let root = folder.appending(path: "root")
      _ = try Peer.output(
        "cp", "-a", machine.folder.appending(path: "root").path, root.path)
      try FileManager.default.removeItem(at: root.appending(path: "sys/firmware"))
      var facts = try facts(machine)
      facts.memory.installedBytes = nil
      facts.memory.slots = nil
      facts.memory.modules = nil
      #expect(try HardwareProbe().observe(Host(root: root.path)) == facts)
    }
  }
}
