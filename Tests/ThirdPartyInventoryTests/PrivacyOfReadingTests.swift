import Foundation
import Testing
import ThirdPartyInventory

/// Reading an inventory drops personal data, whatever the agent sends.
struct PrivacyOfReadingTests {
  static let personal = [
    "Hoa", "hoa.nt", "Nguyễn", "UBND", "192.168", "PC-", "LAPTOP", "XXXXX", "00330", "AAAAA",
    "Zalo", "ho ngheo", "S-1-5", "0000A1B2", "S21PNXAG", "HVYZ", "tang 2", "ke toan", "1066",
  ]

  @Test(arguments: [
    "windows7-tower.json", "windows81-laptop.json", "windows10-22h2.json",
    "windows10-mfp-office.json", "windows11-all-in-one.json",
  ])
  func nothingPersonalIsKept(_ file: String) throws {
    let text = try String(decoding: Exchange.body(file), as: UTF8.self)
    let kept = try Exchange.message(file).inventory
    let stored = try String(decoding: JSONEncoder().encode(kept), as: UTF8.self)
    for word in Self.personal where text.contains(word) {
      #expect(!stored.contains(word), "\(word)")
    }
  }

  @Test func plantedInEveryFieldOfTheXML() throws {
    // Replaces each unwanted text of a real inventory.
    let xml = try String(decoding: Exchange.body("fusioninventory-linux.xml"), as: UTF8.self)
    let sections = ["SOFTWARES", "PROCESSES", "ENVS", "LOCAL_USERS", "LOCAL_GROUPS", "ACCESSLOG"]
    for section in sections {
      #expect(xml.contains("<\(section)>"))
      #expect(
        try Exchange.message("fusioninventory-linux.xml").inventory[section.lowercased()].isEmpty)
    }
  }
}
