import Foundation
import Reporting
import Testing

@testable import ThirdPartyInventory

/// Sections of which nothing is said, and entries with other fields than usual.
struct EmptySectionTests {
  private func json(_ section: String, _ value: String) throws -> MappedSections {
    let text = #"""
      {"action": "inventory", "deviceid": "x", "content": {"hardware": {"memory": 8192},
      "bios": {"smodel": "OptiPlex"}, "cpus": [{"name": "Intel"}], "\#(section)": \#(value)}}
      """#
    return try MessageReader.read(Data(text.utf8)).inventory.mapped(source: .init(agent: "x"))
  }

  @Test(
    arguments: [
      ("null", nil), ("{}", false), ("[]", false), ("[null]", false), ("[{}]", false),
      (#"[{"chemistry": null}]"#, false), (#"[{"chemistry": "Li-ION"}]"#, true),
      (#"{"name": "DELL 7XDTM", "capacity": 42000}"#, true),
    ] as [(String, Bool?)])
  func batteries(_ value: String, _ expected: Bool?) throws {
    let machine = try #require(try json("batteries", value).hardware.facts).machine
    #expect(machine.hasBattery == expected)
  }

  @Test(
    arguments: [
      ("null", []), ("{}", []), ("[]", []), ("[null, {}]", []),
      (#"[{}, {"caption": "E1920"}]"#, ["E1920"]),
    ] as [(String, [String])])
  func monitors(_ value: String, _ models: [String]) throws {
    let displays = try #require(try json("monitors", value).hardware.facts).displays
    #expect(displays.map(\.model) == models)
  }

  @Test func networks() throws {
    #expect(try json("networks", "null").network == nil)
    for nothing in ["{}", "[]", "[null]"] {
      #expect(try json("networks", nothing).network?.facts?.adapters == [])
    }
    #expect(
      try json("networks", #"[{"type": "wifi", "status": "up"}]"#).network?.facts?.adapters
        == [.init(kind: .wifi, linkBitsPerSecond: nil, up: true)])
  }

  @Test(
    arguments: [
      ("<BATTERIES><NAME>DELL 7XDTM</NAME><CAPACITY>42000</CAPACITY></BATTERIES>", true),
      ("<BATTERIES><CHEMISTRY>Li-ION</CHEMISTRY></BATTERIES>", true), ("<BATTERIES/>", false),
      ("", nil),
    ] as [(String, Bool?)])
  func batteriesInXML(_ element: String, _ expected: Bool?) throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?><REQUEST><QUERY>INVENTORY</QUERY><CONTENT>
      <HARDWARE><MEMORY>8192</MEMORY></HARDWARE><BIOS><SMODEL>OptiPlex</SMODEL></BIOS>
      <CPUS><NAME>Intel</NAME></CPUS>\(element)</CONTENT></REQUEST>
      """
    let inventory = try MessageReader.read(Data(text.utf8)).inventory
    let facts = try #require(inventory.mapped(source: .init(agent: "x")).hardware.facts)
    #expect(facts.machine.hasBattery == expected)
  }
}
