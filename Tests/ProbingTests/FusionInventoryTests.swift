import Foundation
import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// Compares facts with the output of fusioninventory-agent for the same tables and for this
/// machine. Differences are listed here with their reasons.
struct FusionInventoryTests {
  @Test(arguments: SMBIOSPeerTests.cases ?? [])
  func captured(_ machine: Case) throws {
    let folder = "sys/firmware/dmi/tables"
    let peer = try FusionInventory(
      table: machine.host.bytes("\(folder)/DMI"),
      entryPoint: machine.host.bytes("\(folder)/smbios_entry_point"))
    let facts = try #require(try HardwareProbe().observe(machine.host))
    // It keeps most placeholders.
    func theirs(_ name: String) -> String? { Placeholders.fact(peer.first("BIOS", name)) }

    let maker = theirs("SMANUFACTURER") ?? theirs("MMANUFACTURER")
    #expect(facts.machine.manufacturer == maker)
    // Lenovo puts the marketing name into the version, which it uses instead.
    if maker != "LENOVO" {
      #expect(facts.machine.model == theirs("SMODEL") ?? theirs("MMODEL"))
    }
    // It omits the serial number if it takes this machine for a container.
    if let serial = theirs("SSN") { #expect(facts.machine.serialNumber == serial) }
    #expect(facts.machine.firmwareDate == theirs("BDATE").flatMap(FirmwareDate.iso(_:)))
    // dmidecode says "Not Settable" if there is none.
    let uuid = Dmidecode.known(peer.first("HARDWARE", "UUID"))
    #expect(facts.machine.uuid == Placeholders.fact(uuid)?.lowercased())

    let devices = peer.all("MEMORIES")
    #expect(facts.memory.slots == devices.count)
    let modules = try #require(facts.memory.modules)
    let filled = devices.filter { $0["CAPACITY"] != nil }
    try #require(modules.count == filled.count)
    for (module, device) in zip(modules, filled) {
      // For a single module of a virtual machine it reports the memory of the machine that it runs
      // on, which differs from the tables.
      let runsInVirtual = peer.first("HARDWARE", "VMSYSTEM") != "Physical"
      if filled.count > 1 || !runsInVirtual {
        #expect("\(module.sizeBytes >> 20)" == device["CAPACITY"])
      }
      #expect(module.slot == device["CAPTION"])
      #expect(module.kind == device["TYPE"])
      #expect(module.formFactor == device["DESCRIPTION"])
      // It derives the maker from the part number first, and reports the rated speed; ours is the
      // configured one.
      if let speed = module.speedTransfersPerSecond, let highest = device["SPEED"] {
        #expect(speed / 1_000_000 <= Int(highest) ?? 0)
      }
    }
  }

  /// A display, decoded by its EDID module.
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

  /// It agrees for this machine if it reports anything: its `ARCH` is "i386" on every PC, and its
  /// `VMSYSTEM` here is "Docker".
  @Test func thisMachine() throws {
    let peer = try FusionInventory()
    let facts = try #require(try HardwareProbe().observe(Host()))
    // Truncated to whole megabytes.
    #expect("\(facts.memory.totalBytes >> 20)" == peer.first("HARDWARE", "MEMORY"))
    // One entry per package.
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
