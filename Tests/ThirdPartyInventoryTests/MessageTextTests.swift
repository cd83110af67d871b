import Foundation
import Reporting
import Testing

@testable import ThirdPartyInventory

/// Damage to an inventory by shells, editors and broken names costs characters at most.
struct MessageTextTests {
  private static let json = #"""
    {"action":"inventory","deviceid":"PC-1","content":{"versionclient":"GLPI-Agent_v1.7.3",
    "hardware":{"memory":8192},"monitors":[{"caption":"Màn hình LG"}],
    "softwares":[{"name":"PROGRAM"}]}}
    """#

  private static func xml(_ declaration: String) -> String {
    """
    \(declaration)<REQUEST><DEVICEID>PC-1</DEVICEID><QUERY>INVENTORY</QUERY><CONTENT>
    <HARDWARE><MEMORY>8192</MEMORY></HARDWARE><MONITORS><CAPTION>Màn hình LG</CAPTION></MONITORS>
    <SOFTWARES><NAME>PROGRAM</NAME></SOFTWARES></CONTENT></REQUEST>
    """
  }

  private static func utf16(_ text: String, bigEndian: Bool = false, mark: Bool = true) -> Data {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return Data(
      units.flatMap { unit -> [UInt8] in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return bigEndian ? [high, low] : [low, high]
      })
  }

  /// `text` in UTF-8 with `bytes` in the place of `word`.
  private static func data(_ text: String, _ bytes: [UInt8], for word: String = "PROGRAM") -> Data {
    let parts = text.components(separatedBy: word)
    return Data(parts.map { Array($0.utf8) }.joined(separator: bytes))
  }

  static let declared = #"<?xml version="1.0" encoding="UTF-8"?>"#

  static let wholeMessages: [(String, Data)] = [
    ("JSON by PowerShell", utf16(json)),
    ("JSON, UTF-16 big-endian", utf16(json, bigEndian: true)),
    ("JSON, UTF-16 without a mark", utf16(json, mark: false)),
    ("JSON, big-endian without a mark", utf16(json, bigEndian: true, mark: false)),
    ("JSON, UTF-8 with a mark", Data([0xEF, 0xBB, 0xBF]) + Data(json.utf8)),
    ("JSON behind an empty line", Data("\r\n\(json)\r\n".utf8)),
    ("JSON, zero at its end", Data(json.utf8) + Data([0, 0])),
    ("JSON, Latin-1 in software", data(json, [0x43, 0x61, 0x66, 0xE9])),
    ("JSON, control character in software", data(json, [0x43, 0x02])),
    ("JSON, tab in software", data(json, [0x43, 0x09])),
    ("JSON, zero in software", data(json, [0])),
    ("XML by PowerShell that declares UTF-8", utf16(xml(declared))),
    ("XML, UTF-16", utf16(xml(#"<?xml version="1.0" encoding="UTF-16"?>"#))),
    ("XML, UTF-16 big-endian", utf16(xml(""), bigEndian: true)),
    (
      "XML, UTF-8 that declares UTF-16", Data(xml(#"<?xml version="1.0" encoding="UTF-16"?>"#).utf8)
    ),
    ("XML behind an empty line", Data("\r\n\(xml(declared))".utf8)),
    ("XML, zero at its end", Data(xml(declared).utf8) + Data([0])),
    ("XML, Latin-1 in software", data(xml(declared), [0x43, 0x61, 0x66, 0xE9])),
    ("XML, control character in software", data(xml(declared), [0x43, 0x02])),
    ("XML, U+FFFF in software", data(xml(declared), [0xEF, 0xBF, 0xBF])),
    ("XML, &#0; in software", data(xml(declared), Array("C&#0;".utf8))),
    ("XML, &#x1B; in software", data(xml(declared), Array("C&#x1B;".utf8))),
    ("XML, half a pair in software", data(xml(declared), Array("C&#xD83D;".utf8))),
    (
      "XML that declares windows-1258",
      Data(xml(#"<?xml version="1.0" encoding="windows-1258"?>"#).utf8)
    ),
  ]

  @Test(arguments: wholeMessages)
  func nothingWantedIsLost(_ name: String, _ body: Data) throws {
    let message = try MessageReader.read(body)
    #expect(message.deviceID == "PC-1" && message.kind == .inventory)
    #expect(message.inventory["hardware"] == [["memory": "8192"]])
    #expect(message.inventory["monitors"] == [["caption": "Màn hình LG"]])
  }

  /// A wanted value loses only that character.
  @Test(arguments: [
    (data(json, [0x4C, 0x47, 0x02], for: "Màn hình LG"), "LG"),
    (data(json, [0x4C, 0xE9, 0x47], for: "Màn hình LG"), "LG"),
    (data(json, Array(#"L\u0002G"#.utf8), for: "Màn hình LG"), "LG"),
    (data(xml(declared), [0x4C, 0x47, 0x02], for: "Màn hình LG"), "LG"),
    (data(xml(declared), Array("LG&#x2;&amp;&#65;".utf8), for: "Màn hình LG"), "LG&A"),
    (data(xml(declared), [0x4C, 0xE9, 0x47], for: "Màn hình LG"), "LG"),
    // Windows-1252: letters are those of ISO 8859-1, the apostrophe is not.
    (
      data(
        xml(#"<?xml version="1.0" encoding="windows-1252"?>"#), [0x4C, 0xE9, 0x92, 0x47],
        for: "Màn hình LG"), "LéG"
    ),
    (
      data(
        xml(#"<?xml version='1.0' encoding='ISO-8859-1'?>"#), [0x4C, 0xE9, 0x02, 0x47],
        for: "Màn hình LG"), "LéG"
    ),
  ])
  func oneCharacterIsLost(_ body: Data, _ model: String) throws {
    let sections = try MessageReader.read(body).inventory.mapped(source: .init(agent: "x"))
    #expect(sections.hardware.facts?.displays.map(\.model) == [model])
  }

  @Test func cutOffIsNoDamage() {
    for whole in [Self.utf16(Self.json), Self.utf16(Self.xml(""))] {
      for count in stride(from: 2, to: whole.count - 3, by: 7) {
        #expect(throws: MessageError.self) { try MessageReader.read(whole.prefix(count)) }
      }
    }
  }

  /// A document type hidden from the first reading is still found by the second.
  @Test func repairedEntitiesAreRefused() {
    let text = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
    let bodies = [
      Self.utf16(Self.xml(text)), Self.data(Self.xml(text), [0x02]),
      Data(Self.xml("<!DOC\u{1}TYPE r [<!ENTITY x \"y\">]>").utf8),
    ]
    for body in bodies {
      #expect { try MessageReader.read(body) } throws: {
        ($0 as? MessageError)?.code == .entities
      }
    }
  }

  // MARK: - Sections that hold nothing

  private static func machine(_ content: String) throws -> MappedSections {
    let body = Data(#"{"action":"inventory","content":{"hardware":{"memory":1},\#(content)}}"#.utf8)
    return try MessageReader.read(body).inventory.mapped(source: .init(agent: "x"))
  }

  @Test(
    arguments: [
      (#""batteries":null"#, nil), (#""batteries":[]"#, false), (#""batteries":{}"#, false),
      (#""batteries":[{}]"#, false), (#""batteries":[null]"#, false),
      (#""batteries":[{"chemistry":null,"name":"","x":[],"y":{}}]"#, false),
      (#""batteries":[{"chemistry":"Li-ION"}]"#, true),
      (#""batteries":{"name":"DELL 7XDTM","capacity":42000}"#, true),
    ] as [(String, Bool?)])
  func batteries(_ content: String, _ expected: Bool?) throws {
    #expect(try Self.machine(content).hardware.facts?.machine.hasBattery == expected)
  }

  @Test(arguments: [
    ("<BATTERIES/>", false), ("<BATTERIES><NAME/><CHEMISTRY> </CHEMISTRY></BATTERIES>", false),
    (
      "<BATTERIES><NAME>DELL 7XDTM</NAME><CAPACITY>42000</CAPACITY></BATTERIES>", true
    ),
    ("<BATTERIES><CHEMISTRY>Li-ION</CHEMISTRY></BATTERIES>", true),
  ])
  func batteriesInXML(_ section: String, _ expected: Bool) throws {
    let text = """
      <REQUEST><DEVICEID>a</DEVICEID><CONTENT><HARDWARE><MEMORY>1</MEMORY></HARDWARE>
      \(section)</CONTENT></REQUEST>
      """
    let inventory = try MessageReader.read(Data(text.utf8)).inventory
    // The name must not be kept.
    #expect(inventory["batteries"].allSatisfy { $0["name"] == nil })
    let facts = inventory.mapped(source: .init(agent: "x")).hardware.facts
    #expect(facts?.machine.hasBattery == expected)
  }

  @Test(arguments: ["null", "{}", "[]", "[{}]", "[null]"])
  func emptySections(_ value: String) throws {
    let sections = try Self.machine(
      ["monitors", "networks", "memories", "usbdevices", "antivirus"].map { #""\#($0)":\#(value)"# }
        .joined(separator: ","))
    let facts = try #require(sections.hardware.facts)
    #expect(facts.displays.isEmpty && facts.memory == .init(totalBytes: 1 << 20))
    #expect(sections.network?.facts?.adapters == (value == "null" ? nil : []))
    #expect((sections.protection == nil) == (value == "null"))
  }
}
