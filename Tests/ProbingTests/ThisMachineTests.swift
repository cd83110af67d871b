import Foundation
import Reporting
import Testing

@testable import Probing

/// What the tools of util-linux and the kernel say of this very machine.
struct ThisMachineTests {
  let facts: HardwareFacts

  init() throws {
    facts = try #require(try HardwareProbe().observe(Host()))
  }

  static func output(_ arguments: String...) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(arguments) failed")
    return output
  }

  static func text(_ script: String) throws -> String {
    String(decoding: try output("sh", "-c", script), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test func processorAsLscpuSays() throws {
    struct Listing: Decodable {
      struct Field: Decodable { let field: String, data: String? }
      let lscpu: [Field]
    }
    let listing = try JSONDecoder().decode(Listing.self, from: Self.output("lscpu", "-J"))
    let model = try #require(listing.lscpu.first { $0.field == "Model name:" }?.data)
    #expect(facts.processor.model == PlainText.line(model))
    let online = try Self.text("lscpu -p=CORE,SOCKET").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    #expect(facts.processor.threads == online.count)
    #expect(facts.processor.cores == Set(online).count)
  }

  @Test func disksAsLsblkSays() throws {
    struct Listing: Decodable {
      struct Disk: Decodable { let name, type: String, size: Int, rota, rm: Bool }
      let blockdevices: [Disk]
    }
    let listing = try JSONDecoder().decode(
      Listing.self, from: Self.output("lsblk", "-bdJ", "-o", "NAME,TYPE,SIZE,ROTA,RM"))
    // lsblk counts compressed memory among the disks.
    let disks = listing.blockdevices.filter {
      $0.type == "disk" && $0.size > 0 && !$0.name.hasPrefix("zram")
    }
    #expect(facts.disks.map(\.name) == disks.map(\.name).sorted())
    for disk in disks {
      let fact = try #require(facts.disks.first { $0.name == disk.name })
      #expect(fact.sizeBytes == disk.size)
      #expect(fact.rotational == disk.rota && fact.removable == disk.rm)
    }
  }

  @Test func systemAsItSaysItself() throws {
    #expect(try facts.system.name == Self.text(". /etc/os-release; echo \"$NAME\""))
    #expect(try facts.system.version == Self.text(". /etc/os-release; echo \"$VERSION_ID\""))
    #expect(try facts.system.kernel == Self.text("uname -r"))
    #expect(try facts.system.architecture == Self.text("uname -m"))
  }

  @Test func memoryAsTheLibraryCountsIt() {
    #expect(
      facts.memory.totalBytes == sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)))
  }
}
