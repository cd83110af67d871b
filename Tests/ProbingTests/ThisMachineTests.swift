import Foundation
import Reporting
import Testing

@testable import HardwareCatalogue
@testable import Probing

/// Compares probes with util-linux and the kernel on this machine.
struct ThisMachineTests {
  let facts: HardwareFacts

  init() throws {
    facts = try #require(try HardwareProbe().observe(Host()))
  }

  @Test func processorMatchesLscpu() throws {
    let model = try #require(try LscpuListing()["Model name"])
    #expect(facts.processor.model == PlainText.line(model))
    let online = try Peer.text("lscpu -p=CORE,SOCKET").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    #expect(facts.processor.threads == online.count)
    #expect(facts.processor.cores == Set(online).count)
  }

  @Test func disksMatchLsblk() throws {
    let disks = try LsblkListing().disks
    #expect(facts.disks.map(\.name) == disks.map(\.name))
    for (fact, disk) in zip(facts.disks, disks) {
      #expect(fact.sizeBytes == disk.size)
      #expect(fact.rotational == disk.rota && fact.removable == disk.rm)
    }
  }

  @Test func systemMatchesOSRelease() throws {
    #expect(try facts.system.name == Peer.text(". /etc/os-release; echo \"$NAME\""))
    #expect(try facts.system.version == Peer.text(". /etc/os-release; echo \"$VERSION_ID\""))
    #expect(try facts.system.kernel == Peer.text("uname -r"))
    #expect(try facts.system.architecture == Peer.text("uname -m"))
  }

  @Test func memoryMatchesSysconf() {
    #expect(
      facts.memory.totalBytes == sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)))
  }
}
