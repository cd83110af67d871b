import Reporting
import Testing
import ThirdPartyInventory

struct PartialTests {
  @Test func missingSectionsAreUnchanged() throws {
    let whole = try Exchange.message("windows10-mfp-office.json")
    let partial = try Exchange.message("partial.json")
    #expect(!whole.isPartial && partial.isPartial)
    #expect(partial.deviceID == whole.deviceID)
    let source = FactSource(agent: "GLPI-Agent", version: "1.7.3")
    let before = whole.inventory.mapped(source: source)
    let after = whole.inventory.updated(by: partial.inventory).mapped(source: source)
    #expect(after.hardware == before.hardware && after.scanners == before.scanners)
    #expect(after.protection?.facts?.antivirus.first?.upToDate == false)
    #expect(before.protection?.facts?.antivirus.first?.upToDate == true)
  }

  @Test func aSectionSaidToBeEmptyIsEmpty() throws {
    let whole = try Exchange.message("windows10-mfp-office.json").inventory
    let gone = MachineInventory(sections: ["printers": [], "usbdevices": []])
    guard case .failed = whole.updated(by: gone).mapped(source: .init(agent: "x")).scanners else {
      Issue.record("scanners of which no sign is left")
      return
    }
  }
}
