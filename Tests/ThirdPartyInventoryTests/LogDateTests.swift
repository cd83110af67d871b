import Foundation
import Testing
import ThirdPartyInventory

/// The time that a message gives for its inventory, and whether it describes the machine at all.
struct LogDateTests {
  @Test(arguments: [
    ("windows10-22h2.json", "2026-11-28 08:15:02"),
    ("fusioninventory-linux.xml", "2026-11-28 21:10:32"), ("ocs-linux.xml", nil),
    ("contact.json", nil),
  ])
  func exchangesTell(_ file: String, _ expected: String?) throws {
    let message = try Exchange.message(file)
    #expect(message.localTime == expected)
    #expect(message.inventory["accesslog"].isEmpty, "it is not kept with the facts")
  }

  @Test(arguments: [
    (
      #"{"accesslog":{"userid":"hoa","logdate":"2026-01-02 03:04:05"},"bios":{"ssn":"1"}}"#,
      "2026-01-02 03:04:05"
    ),
    (#"{"ACCESSLOG":{"LOGDATE":"2026-01-02 03:04:05"},"bios":{"ssn":"1"}}"#, "2026-01-02 03:04:05"),
    (#"{"accesslog":{"logdate":null},"bios":{"ssn":"1"}}"#, nil),
    (#"{"accesslog":{"logdate":{"a":1}},"bios":{"ssn":"1"}}"#, nil),
    (#"{"accesslog":[],"bios":{"ssn":"1"}}"#, nil), (#"{"accesslog":"x","bios":{"ssn":"1"}}"#, nil),
    (#"{"bios":{"ssn":"1","logdate":"2026-01-02 03:04:05"}}"#, nil),
  ])
  func jsonMayTell(_ content: String, _ expected: String?) throws {
    let text = #"{"action":"inventory","deviceid":"a","content":\#(content)}"#
    let message = try MessageReader.read(Data(text.utf8))
    #expect(message.localTime == expected)
    #expect(message.inventory.sections.keys.sorted() == ["bios"])
  }

  @Test(arguments: [
    (
      "<ACCESSLOG><USERID>hoa</USERID><LOGDATE> 2026-01-02 03:04:05\n</LOGDATE></ACCESSLOG>",
      "2026-01-02 03:04:05"
    ),
    ("<ACCESSLOG><LOGDATE>a</LOGDATE><LOGDATE>b</LOGDATE></ACCESSLOG>", "a"),
    ("<ACCESSLOG><LOGDATE/></ACCESSLOG>", nil), ("<ACCESSLOG/>", nil),
    ("<HARDWARE><LOGDATE>a</LOGDATE></HARDWARE>", nil), ("<LOGDATE>a</LOGDATE>", nil),
  ])
  func xmlMayTell(_ content: String, _ expected: String?) throws {
    let text = """
      <REQUEST><DEVICEID>a</DEVICEID><QUERY>INVENTORY</QUERY>
      <CONTENT>\(content)<BIOS><SSN>1</SSN></BIOS></CONTENT></REQUEST>
      """
    let message = try MessageReader.read(Data(text.utf8))
    #expect(message.localTime == expected)
    #expect(message.inventory["bios"] == [["ssn": "1"]])
  }

  @Test(arguments: [
    #"{"action":"inventory","deviceid":"a","content":{}}"#,
    #"{"action":"inventory","deviceid":"a"}"#,
    #"{"action":"inventory","deviceid":"a","content":{"cpus":[],"bios":{},"memories":null}}"#,
    #"{"action":"inventory","deviceid":"a","content":{"softwares":[{"name":"x"}]}}"#,
    #"{"deviceid":"a","content":{"cpus":[]}}"#,
    "<REQUEST><DEVICEID>a</DEVICEID><QUERY>INVENTORY</QUERY><CONTENT/></REQUEST>",
    "<REQUEST><DEVICEID>a</DEVICEID><CONTENT><CPUS/><ENVS><KEY>a</KEY></ENVS></CONTENT></REQUEST>",
    "<REQUEST><DEVICEID>a</DEVICEID></REQUEST>",
  ])
  func anEmptyInventoryIsNone(_ text: String) throws {
    let error = #expect(throws: MessageError.self) { try MessageReader.read(Data(text.utf8)) }
    #expect(error?.code == .notInventory)
  }

  /// None of the wanted sections has changed.
  @Test func aPartMayBeEmpty() throws {
    let part = #"{"action":"inventory","deviceid":"a","partial":true,"content":{}}"#
    let message = try MessageReader.read(Data(part.utf8))
    #expect(message.isPartial && message.inventory.isEmpty)
    let battery = #"{"action":"inventory","deviceid":"a","content":{"batteries":[{"serial":"1"}]}}"#
    #expect(try !MessageReader.read(Data(battery.utf8)).inventory.isEmpty)
  }
}
