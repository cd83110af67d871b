import Foundation
import HardwareCatalogue
import Reporting
import Testing

@testable import Probing

struct ProbeRunTests {
  let desktop = Case(probe: "hardware", name: "desktop-office").host

  @Test func runsAllOrSelectedProbes() throws {
    let all = try ProbeRun.report(on: desktop, agentVersion: "0.1.0")
    #expect(all.agent.version == "0.1.0")
    #expect(all.hardware?.facts?.machine.model == "OptiPlex 3070")
    #expect(all.scanners?.facts?.scanners.first?.usbId == "04a9:1913")
    let some = try ProbeRun.report(on: desktop, only: ["scanners"], agentVersion: "0.1.0")
    #expect(some.hardware == nil && some.scanners == all.scanners)
    let none = try ProbeRun.report(on: desktop, only: [], agentVersion: "0.1.0")
    #expect(none.hardware == nil && none.scanners == nil)
  }

  @Test func unknownProbe() {
    let error = #expect(throws: UnknownProbe.self) {
      try ProbeRun.report(on: desktop, only: ["hardware", "printers"], agentVersion: "0.1.0")
    }
    #expect(
      error?.description
        == #"There is no probe "printers". Those that exist: hardware, scanners, bandwidth, accounts."#
    )
  }

  @Test func sectionsOfAnUnchangedMachineAreEqual() throws {
    let first = try ProbeRun.report(on: Host(), agentVersion: "0.1.0")
    let second = try ProbeRun.report(on: Host(), agentVersion: "0.1.0")
    #expect(first.hardware == second.hardware && first.scanners == second.scanners)
  }

  @Test(arguments: [
    (
      "desktop-office",
      [
        "serial": "7xk2p03", "uuid": "4c4c4544-0058-4b10-8032-b7c04f503033",
        "mac": "8c:ec:4b:00:00:17",
      ]
    ),
    ("mini-pc-placeholders", [:]), ("virtual-machine", ["mac": "02:fc:00:00:00:01"]),
    ("broken-strings", [:]),
  ])
  func identifiers(_ machine: String, _ expected: [String: String]) {
    let host = Case(probe: "hardware", name: machine).host
    #expect(HardwareIdentifiers.read(on: host) == expected)
  }

  @Test(arguments: [
    ("00:1a:2b:3c:4d:5e", true), ("00:1a:2b:3c:4d", false), ("00:1a:2b:3c:4d:+e", false),
    ("001a2b3c4d5e", false), ("80:00:02:08:fe:80:00:00", false),
    ("00:50:56:c0:00:01", false), ("00:50:56:b1:00:01", true), ("00:15:5d:01:02:03", false),
    ("88:e2:20:52:41:53", false), ("FF:FF:FF:FF:FF:FF", false), ("02:fc:00:00:00:01", true),
  ])
  func addresses(_ text: String, _ expected: Bool) {
    #expect(MACAddress.own(text) == (expected ? text : nil))
  }
}
