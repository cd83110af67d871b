import Foundation
import Reporting
import Testing

@testable import Probing

struct CaseTests {
  @Test(arguments: try Case.all(of: "hardware"))
  func hardware(_ machine: Case) throws {
    try machine.expect(HardwareProbe().outcome(on: machine.host))
  }

  @Test(arguments: try Case.all(of: "scanners"))
  func scanners(_ machine: Case) throws {
    try machine.expect(ScannerProbe().outcome(on: machine.host))
  }

  /// At a fixed time, because certificates expire.
  @Test(arguments: try Case.all(of: "accounts"))
  func accounts(_ machine: Case) throws {
    let host = Host(root: machine.host.root, now: { Date(timeIntervalSince1970: 1_800_000_000) })
    try machine.expect(AccountProbe().outcome(on: host))
  }

  @Test func everyProbeHasCases() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: probesFolder.appending(path: "cases").path)
    #expect(Set(folders) == Set(Probes.names))
  }

  /// Checks what each case is there to demonstrate, independently of its recording.
  @Test func casesDemonstrateWhatTheyAreFor() throws {
    func scanners(_ name: String) -> Outcome<ScannerFacts> {
      ScannerProbe().outcome(on: Case(probe: "scanners", name: name).host)
    }
    func hardware(_ name: String) -> HardwareFacts? {
      HardwareProbe().outcome(on: Case(probe: "hardware", name: name).host).facts
    }
    #expect(scanners("phones-and-cameras") == .absent)
    #expect(scanners("no-usb") == .absent)
    #expect(scanners("broken-no-sys").reason?.contains("/sys/bus") == true)
    #expect(
      scanners("multifunction-printer").facts?.scanners.map(\.usbId) == [
        "04f9:0373", "04b8:1142",
      ])
    #expect(scanners("desktop-office").facts?.scanners.count == 1)
    #expect(hardware("mini-pc-placeholders")?.machine.serialNumber == nil)
    #expect(hardware("mini-pc-placeholders")?.machine.uuid == nil)
    #expect(hardware("laptop-nvme")?.disks.map(\.name) == ["nvme0n1", "sdb"])
    #expect(hardware("laptop-nvme")?.disks.first?.rotational == false)
    #expect(hardware("desktop-2009-hdd-2gb")?.disks.first?.rotational == true)
    #expect(hardware("virtual-machine")?.machine.chassis == "virtual")
  }
}
