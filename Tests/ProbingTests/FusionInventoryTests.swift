import Foundation
import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// The facts equal what fusioninventory-agent says of the same tables and of this machine. Where
/// they differ it is said here, with the reason.
struct FusionInventoryTests {
  @Test(arguments: SMBIOSPeerTests.cases ?? [])
  func captured(_ machine: Case) throws {
    let folder = "sys/firmware/dmi/tables"
    let peer = try FusionInventory(
      table: machine.host.bytes("\(folder)/DMI"),
      entryPoint: machine.host.bytes("\(folder)/smbios_entry_point"))
    let facts = try #require(try HardwareProbe().observe(machine.host))
    // It leaves most placeholders as they are.
    func theirs(_ name: String) -> String? { Placeholders.fact(peer.first("BIOS", name)) }

    let maker = theirs("SMANUFACTURER") ?? theirs("MMANUFACTURER")
    #expect(facts.machine.manufacturer == maker)
    // Lenovo puts the name that people use into the version; it takes that instead.
    if maker != "LENOVO" {
      #expect(facts.machine.model == theirs("SMODEL") ?? theirs("MMODEL"))
    }
    // It keeps the serial number to itself where it takes this machine for a container.
    if let serial = theirs("SSN") { #expect(facts.machine.serialNumber == serial) }
    #expect(facts.machine.firmwareDate == theirs("BDATE").flatMap(FirmwareDate.iso(_:)))
    // "Not Settable" is what dmidecode says where there is none.
    let uuid = Dmidecode.known(peer.first("HARDWARE", "UUID"))
    #expect(facts.machine.uuid == Placeholders.fact(uuid)?.lowercased())

    let devices = peer.all("MEMORIES")
    #expect(facts.memory.slots == devices.count)
    let modules = try #require(facts.memory.modules)
    let filled = devices.filter { $0["CAPACITY"] != nil }
    try #require(modules.count == filled.count)
    for (module, device) in zip(modules, filled) {
      // A single module of a virtual machine it gives the size of the memory of the machine that
      // it runs on, which is not that of the tables.
      let runsInVirtual = peer.first("HARDWARE", "VMSYSTEM") != "Physical"
      if filled.count > 1 || !runsInVirtual {
        #expect("\(module.sizeBytes >> 20)" == device["CAPACITY"])
      }
      #expect(module.slot == device["CAPTION"])
      #expect(module.kind == device["TYPE"])
      #expect(module.formFactor == device["DESCRIPTION"])
      // It looks for the maker in the part number first, and gives the speed that the module could
      // have; ours is the one it runs at.
      if let speed = module.speedTransfersPerSecond, let highest = device["SPEED"] {
        #expect(speed / 1_000_000 <= Int(highest) ?? 0)
      }
    }
  }

  /// A display, by the part of it that decodes EDID.
  @Test(arguments: EDIDTests.captured)
  func displays(_ bytes: [UInt8]) throws {
    let script = """
      use FusionInventory::Agent::Task::Inventory::Generic::Screen;
      local $/; my $info = FusionInventory::Agent::Task::Inventory::Generic::Screen::_getEdidInfo(
        edid => <STDIN>, datadir => '/usr/share/fusioninventory');
      print "$info->{CAPTION}\\n$info->{DESCRIPTION}\\n";
      """
    let lines = try Peer.withFolder { folder in
      let file = folder.appending(path: "edid")
      try Data(bytes).write(to: file)
      return try Peer.text(
        "perl -I/usr/share/fusioninventory/lib -e '\(script.replacing("'", with: "\""))' "
          + "<\(file.path)"
      ).components(separatedBy: "\n")
    }
    let edid = try #require(EDID(bytes))
    #expect(edid.model == lines.first)
    #expect(edid.year.map(String.init) == lines.last?.components(separatedBy: "/").last)
  }

  /// Of this machine it says the same, as far as it says anything: its `ARCH` is "i386" on every
  /// PC, and its `VMSYSTEM` here "Docker".
  @Test func thisMachine() throws {
    let peer = try FusionInventory()
    let facts = try #require(try HardwareProbe().observe(Host()))
    // Whole megabytes, cut off.
    #expect("\(facts.memory.totalBytes >> 20)" == peer.first("HARDWARE", "MEMORY"))
    // One entry a package.
    let cores = peer.all("CPUS").compactMap { $0["CORE"].flatMap { Int($0) } }
    #expect(facts.processor.cores == cores.reduce(0, +))
    #expect(facts.system.kernel == peer.first("HARDWARE", "OSVERSION"))
    #expect(facts.system.name == peer.first("OPERATINGSYSTEM", "NAME"))
    // Megabytes of a million bytes.
    let sizes = peer.all("STORAGES").filter { $0["TYPE"] == "disk" }
      .reduce(into: [:]) { $0[$1["NAME"] ?? ""] = $1["DISKSIZE"].flatMap { Int($0) } }
    for disk in facts.disks {
      guard let size = sizes[disk.name] else { continue }
      #expect(disk.sizeBytes / 1_000_000 == size)
    }
  }
}
