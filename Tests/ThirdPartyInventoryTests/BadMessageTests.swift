import Compression
import Foundation
import Testing

@testable import ThirdPartyInventory

/// Messages that are not inventories are refused with the right kind of error, within bounds.
struct BadMessageTests {
  private func code(_ body: Data) -> MessageError.Code? {
    do throws(MessageError) {
      _ = try MessageReader.read(body)
      return nil
    } catch {
      #expect(!error.description.isEmpty && !error.description.contains("\n"))
      return error.code
    }
  }

  private func code(_ text: String) -> MessageError.Code? { code(Data(text.utf8)) }

  @Test(arguments: ["windows10-mfp-office.json", "fusioninventory-linux.xml", "ocs-linux.xml"])
  func anyCompressionIsRead(_ file: String) throws {
    let body = try Exchange.body(file)
    let plain = try MessageReader.read(body)
    #expect(try MessageReader.read(#require(ZlibStream.deflated(body))) == plain)
    #expect(try MessageReader.read(#require(GzipEncoder.encode(body, level: 6))) == plain)
  }

  @Test(arguments: ["windows10-mfp-office.json", "fusioninventory-linux.xml", "ocs-linux.xml"])
  func cutOffAnywhereIsRefused(_ file: String) throws {
    let body = try Exchange.body(file)
    let end = try #require(body.lastIndex { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: ">") })
    for count in stride(from: 0, to: end, by: 97) {
      #expect(code(body.prefix(count)) != nil, "\(count) bytes")
    }
    let packed = try #require(ZlibStream.deflated(body))
    for count in stride(from: 2, to: packed.count, by: 53) {
      #expect(code(Data(packed.prefix(count))) == .compressionMalformed)
    }
    #expect(code(packed + Data([0])) == .compressionMalformed)
  }

  @Test func bombsAndGiants() throws {
    #expect(code(Data(count: 300 << 20)) == .tooLarge)
    // 300 MB of zeros in 300 KB, in both formats, and nested in each other.
    let bomb = Data(repeating: UInt8(ascii: " "), count: 300 << 20)
    let packed = try #require(ZlibStream.deflated(bomb))
    #expect(code(packed) == .tooLarge)
    #expect(code(try #require(GzipEncoder.encode(bomb, level: 9))) == .tooLarge)
    #expect(code(try #require(ZlibStream.deflated(packed))) == .tooLarge)
  }

  /// What is kept of one inventory is bounded as well: 512 devices with long names in each section.
  @Test func moreDevicesThanAComputerHas() {
    func json(_ count: Int) -> String {
      let name = String(repeating: "a", count: 500)
      let device = #"{"name":"\#(name)","manufacturer":"\#(name)"}"#
      let devices = Array(repeating: device, count: count).joined(separator: ",")
      let content = #"{"usbdevices":[\#(devices)],"monitors":[\#(devices)]}"#
      return #"{"action":"inventory","deviceid":"a","content":\#(content)}"#
    }
    #expect(code(json(512)) == .tooLarge)
    #expect(code(json(100)) == nil)
  }

  /// A few kilobytes that would take seconds to read.
  @Test func messagesThatCostMoreThanTheyWeigh() throws {
    func xml(_ entries: Int) -> String {
      let entry = "<CPUS><NAME>a</NAME></CPUS>"
      return "<REQUEST><DEVICEID>a</DEVICEID><QUERY>INVENTORY</QUERY><CONTENT>"
        + String(repeating: entry, count: entries) + "</CONTENT></REQUEST>"
    }
    // 6.7 MB in 16 KB.
    #expect(code(try #require(ZlibStream.deflated(Data(xml(249_000).utf8)))) == .tooLarge)
    // 64 KiB may inflate at any ratio: a short message may consist of one repeated word.
    #expect(code(try #require(ZlibStream.deflated(Data(xml(2000).utf8)))) == nil)
    // Plain, but of too many elements.
    #expect(code(xml(MessageLimits.mostElements / 2)) == .tooLarge)
    #expect(code(xml(MessageLimits.mostElements / 2 - 10)) == nil)
    func json(_ count: Int) -> String {
      let zeros = Array(repeating: "0", count: count).joined(separator: ",")
      return
        #"{"action":"inventory","deviceid":"a","content":{"bios":{"ssn":"1"},"x":[\#(zeros)]}}"#
    }
    #expect(code(json(MessageLimits.mostElements)) == .tooLarge)
    #expect(code(json(MessageLimits.mostElements - 10)) == nil)
  }

  /// Of a section with more entries than are kept, the others are not looked at.
  @Test func entriesBeyondTheMostAreSkipped() throws {
    let message = try MessageReader.read(
      Data(
        ("<REQUEST><QUERY>INVENTORY</QUERY><CONTENT>"
          + (0..<600).map { "<MONITORS><NAME>\($0)</NAME></MONITORS>" }.joined()
          + "<BATTERIES><CHEMISTRY>x</CHEMISTRY></BATTERIES></CONTENT></REQUEST>").utf8))
    let monitors = message.inventory["monitors"]
    #expect(monitors.count == MessageLimits.mostEntries && monitors.last?["name"] == "511")
    #expect(message.inventory["batteries"].count == 1, "what follows is read")
  }

  @Test func deepNesting() {
    let json = #"{"action":"inventory","deviceid":"a","content":{"x":"#
    #expect(code(json + String(repeating: "[", count: 10_000)) == .tooDeep)
    #expect(code(json + String(repeating: #"{"a":"#, count: 10_000)) == .tooDeep)
    #expect(code(String(repeating: "<REQUEST>", count: 10_000)) == .tooDeep)
  }

  @Test func entitiesAreRefused() {
    let laughs = """
      <?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><REQUEST><DEVICEID>&c;</DEVICEID></REQUEST>
      """
    #expect(code(laughs) == .entities)
    let external = """
      <!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
      <REQUEST><DEVICEID>&x;</DEVICEID><CONTENT/></REQUEST>
      """
    #expect(code(external) == .entities)
    let remote = #"<!DOCTYPE r SYSTEM "http://192.0.2.1/x.dtd"><REQUEST><CONTENT/></REQUEST>"#
    #expect(code(remote) == .entities)
    #expect(code("<REQUEST><DEVICEID>&x;</DEVICEID><CONTENT/></REQUEST>") == .malformed)
  }

  @Test func wrongCharset() throws {
    let latin =
      Data(#"{"action":"contact","deviceid":"M"#.utf8) + Data([0xE1, 0x79]) + Data("\"}".utf8)
    #expect(try MessageReader.read(latin).deviceID == "M\u{FFFD}y")
    let declared =
      Data(#"<?xml version="1.0" encoding="UTF-8"?><REQUEST><DEVICEID>M"#.utf8)
      + Data([0xE1]) + Data("y</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>".utf8)
    #expect(try MessageReader.read(declared).deviceID == "M\u{FFFD}y")
    // No encoding turns this into a tag.
    #expect(code("<REQUEST><\u{1}1><QUERY>PROLOG</QUERY></REQUEST>") == .notText)
    // Another encoding is read if it is declared.
    let latinXML =
      Data(#"<?xml version="1.0" encoding="ISO-8859-1"?><REQUEST><DEVICEID>M"#.utf8)
      + Data([0xE1]) + Data("y</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>".utf8)
    #expect(try MessageReader.read(latinXML).deviceID == "Máy")
  }

  @Test func ambiguousNamesAreRefused() {
    #expect(code(#"{"action":"contact","action":"inventory","deviceid":"a"}"#) == .duplicate)
    #expect(
      code(#"{"action":"inventory","deviceid":"a","\u0064eviceid":"b","content":{}}"#) == .duplicate
    )
    #expect(
      code(#"{"action":"inventory","content":{"bios":{"ssn":"1"},"BIOS":{"ssn":"2"}}}"#)
        == .duplicate)
    #expect(
      code("<REQUEST><DEVICEID>a</DEVICEID><DEVICEID>b</DEVICEID><CONTENT/></REQUEST>")
        == .duplicate)
  }

  @Test(arguments: [
    "", " \n", "x", "[1]", "{}", #"{"a":1}"#, #"{"action":"deploy","deviceid":"a"}"#,
    #"{"action":"inventory","itemtype":"NetworkEquipment","content":{}}"#, "<html/>", "<REQUEST/>",
    #"{"action":"contact"} x"#, #"{"action":"contact","a":01}"#, #"{"action":"contact","a":.5}"#,
    #"{"action":"contact","a":"\x"}"#, "{\"action\":\u{1}\"con\u{1}tact\",\u{1}\"a\":}",
    #"{"action":"contact",}"#, #"{"action" "contact"}"#, #"{"action":"contact","a":tru}"#,
    "<REQUEST><QUERY>SNMP</QUERY><CONTENT/></REQUEST>", "<REQUEST></REQUESTS>",
  ])
  func whatIsNoMessage(_ text: String) { #expect(code(text) != nil) }

  @Test func prologAndContact() throws {
    let prolog = try MessageReader.read(
      Data("<REQUEST><DEVICEID>a</DEVICEID><QUERY>PROLOG</QUERY><TOKEN>1</TOKEN></REQUEST>".utf8))
    #expect(prolog.kind == .prolog && prolog.format == .xml && prolog.deviceID == "a")
    let contact = try Exchange.message("contact.json")
    #expect(contact.kind == .contact && contact.client == "GLPI-Agent_v1.7.3")
  }

  @Test func escapesAreResolved() throws {
    let text = #"{"action":"contact","deviceid":"\u00e1\ud83d\ude00\ud83d\n\"\\\/"}"#
    #expect(try MessageReader.read(Data(text.utf8)).deviceID == "á😀\u{FFFD}\n\"\\/")
  }

  @Test func listsWithoutEndAreBounded() throws {
    let many = Array(repeating: #"{"vendorid":"04a9"}"#, count: 5000).joined(separator: ",")
    let message = try MessageReader.read(
      Data(#"{"action":"inventory","content":{"usbdevices":[\#(many)]}}"#.utf8))
    #expect(message.inventory["usbdevices"].count == MessageLimits.mostEntries)
  }
}
