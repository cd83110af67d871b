import Foundation
import GRDB
import InventoryStore
import Testing

struct ContactTests {
  @Test(arguments: [
    ("0255 3822 123", "02553822123"), ("+84 (255) 3822-123", "+842553822123"), ("113", "113"),
    (" 0905.123.456 ", "0905123456"),
  ])
  func phoneNumbersAreNormalisedForDialling(_ typed: String, _ dialled: String) throws {
    #expect(try ContactDetails(name: nil, phone: typed, email: nil).dialled == dialled)
  }

  @Test(arguments: [
    "12", "0905 123 456 789 012 345", "0905;ext=1", "0905\n123", "javascript:1", "09+05", "máy 113",
    String(repeating: "-", count: 40) + "123", "０９０５１２３",
  ])
  func malformedPhoneNumbersAreRejected(_ typed: String) {
    #expect(throws: ContactDetails.Fault.phone) {
      try ContactDetails(name: nil, phone: typed, email: nil)
    }
  }

  @Test(
    arguments: [
      "2553822123", "255 3822 123", "(255) 3822-123", "905123456", "388.123.456", "243 8044 045",
    ])
  func phoneNumbersThatLostTheirZeroAreRejected(_ typed: String) throws {
    #expect(throws: ContactDetails.Fault.phoneLacksZero) {
      try ContactDetails(name: nil, phone: typed, email: nil)
    }
    for whole in ["0" + typed, "+84" + typed, "84" + typed.filter(\.isNumber)] {
      #expect(try ContactDetails(name: nil, phone: whole, email: nil).phone == whole)
    }
  }

  @Test(arguments: ["1022", "19001234", "1900123456", "18001091", "115", "3822123", "25538221234"])
  func otherNumbersAreAccepted(_ typed: String) throws {
    #expect(try ContactDetails(name: nil, phone: typed, email: nil).dialled == typed)
  }

  /// Stored values stay visible, and are kept beside corrected ones.
  @Test func phoneNumbersOnFileAreKept() async throws {
    let inventory = try TestInventory()
    let communes = inventory.store.communes
    try await communes.setContact(
      ContactDetails(name: "Hoa", phone: "0255 3822 123", email: nil), of: "21250",
      within: .country, by: nil, now: TestInventory.start)
    try await DatabaseQueue(path: inventory.path).write {
      try $0.execute(sql: "UPDATE commune_contact SET phone = '2553822123'")
    }
    let known = try #require(try await communes.contact(of: "21250", within: .country)?.details)
    #expect(known.phone == "2553822123")
    #expect(
      try ContactDetails(name: "An", phone: known.phone, email: nil, replacing: known).name == "An")
    let table = RegisterImport.self
    let changes = try await inventory.store.register.file(
      table.init(Data("code,contactName\n21250,An\n".utf8), source: nil, simulated: false),
      allowErasing: false, now: TestInventory.start)
    #expect(changes.changed.count == 1)
    await #expect(throws: InventoryError.self) {
      _ = try await inventory.store.register.file(
        table.init(
          Data("code,contactPhone\n21250,905123456\n".utf8), source: nil, simulated: false),
        allowErasing: false, now: TestInventory.start)
    }
  }

  @Test(arguments: [
    "a", "@b.vn", "a@", "a@vn", "a@b@c.vn", "a b@c.vn", "a@b.vn?bcc=x@y.vn", "a%0A@b.vn",
    "a..b@c.vn",
    "a@b..vn", "a@b.vn,c@d.vn", "a@b.vn\nBcc: x@y.vn", "<a@b.vn>", "ă@b.vn",
    String(repeating: "a", count: 65) + "@b.vn", "a@" + String(repeating: "b.", count: 130) + "vn",
  ])
  func malformedEmailsAreRejected(_ typed: String) {
    #expect(throws: ContactDetails.Fault.email) {
      try ContactDetails(name: nil, phone: nil, email: typed)
    }
  }

  @Test(arguments: [String(repeating: "x", count: 101), "A\nB", "A\u{7}", "A\u{202E}B"])
  func malformedNamesAreRejected(_ typed: String) {
    #expect(throws: ContactDetails.Fault.name) {
      try ContactDetails(name: typed, phone: nil, email: nil)
    }
  }

  @Test func blankFieldsAreTreatedAsUnset() throws {
    #expect(try ContactDetails(name: "  ", phone: "", email: nil).isEmpty)
  }

  @Test func contactIsSavedRemovedAndLogged() async throws {
    let inventory = try TestInventory()
    let communes = inventory.store.communes
    #expect(try await communes.contact(of: "21250", within: .country) == nil)
    let first = try ContactDetails(
      name: "Lê Thị Hoa, Văn phòng", phone: "0255 3822 123", email: nil)
    try await communes.setContact(
      first, of: "21250", within: .province("51"), by: nil, now: TestInventory.start)
    #expect(try await communes.contact(of: "21250", within: .country)?.details == first)
    #expect(try await communes.contact(of: "00004", within: .country) == nil)
    // Saving it again changes nothing and logs nothing.
    try await communes.setContact(
      first, of: "21250", within: .country, by: nil, now: TestInventory.start)
    let none = try ContactDetails(name: nil, phone: nil, email: nil)
    try await communes.setContact(
      none, of: "21250", within: .country, by: nil, now: TestInventory.start)
    #expect(try await communes.contact(of: "21250", within: .country) == nil)
    let log = try await inventory.store.audit.entries(.init(action: "commune.contactChanged"))
    #expect(log.map(\.subject) == ["commune 21250", "commune 21250"])
    // The log names the fields that changed, never the personal data itself.
    #expect(log.first?.details.map(\.value) == ["contactName, contactPhone"])
  }

  @Test func contactsOutsideScopeAreRejected() async throws {
    let inventory = try TestInventory()
    let communes = inventory.store.communes
    let details = try ContactDetails(name: "A", phone: nil, email: nil)
    for scope in [Scope.province("01"), .commune("00004")] {
      await #expect(throws: InventoryError.self) {
        try await communes.contact(of: "21250", within: scope)
      }
      await #expect(throws: InventoryError.self) {
        try await communes.notes(of: "21250", within: scope)
      }
      await #expect(throws: InventoryError.self) {
        try await communes.setContact(
          details, of: "21250", within: scope, by: nil, now: TestInventory.start)
      }
      await #expect(throws: InventoryError.self) {
        try await communes.addNote(
          "x", to: "21250", within: scope, by: nil, now: TestInventory.start)
      }
    }
    #expect(try await communes.contact(of: "21250", within: .country) == nil)
  }

  /// An officer removes only their own notes; nothing restores notes of others.
  @Test func notesOfOthersStay() async throws {
    let inventory = try TestInventory()
    let (people, communes) = (inventory.store.people, inventory.store.communes)
    func user(_ name: String, _ role: UserRole, _ scope: Scope) async throws -> User {
      try await people.invite(name, role: role, scope: scope, now: TestInventory.start).user
    }
    let tho = try await user("tho", .officer, .commune("21250"))
    let lan = try await user("lan", .officer, .province("51"))
    let quan = try await user("quan", .administrator, .country)
    func note(by writer: User?) async throws -> Int64 {
      try await communes.addNote(
        "x", to: "21250", within: .country, by: writer, now: TestInventory.start)
      return try #require(
        try await communes.notes(of: "21250", within: .country).map(\.number).max())
    }
    for (writer, remover, isAllowed) in [
      (nil, tho, false), (lan, tho, false), (quan, tho, false), (tho, tho, true),
      (nil, lan, false), (tho, lan, false), (lan, lan, true), (nil, quan, true), (tho, quan, true),
      (tho, nil, true),
    ] as [(User?, User?, Bool)] {
      let number = try await note(by: writer)
      let refused = await refusal {
        try await communes.removeNote(
          number, of: "21250", within: .country, by: remover, now: TestInventory.start)
      }
      #expect(
        refused == (isAllowed ? nil : .notOwn), "\(writer?.name ?? "-") \(remover?.name ?? "-")")
      let isThere = try await communes.notes(of: "21250", within: .country)
        .contains { $0.number == number }
      #expect(isThere != isAllowed)
    }
    let log = try await inventory.store.audit.entries(.init(action: "commune.noteRemoved"))
    #expect(log.map(\.actor).filter { $0 == "quan" }.count == 2)
    #expect(
      log.filter { $0.actor == "quan" }.allSatisfy { entry in
        entry.details.contains { $0.name == "writtenBy" }
      })
  }

  @Test func notesAreBoundedAndRemovable() async throws {
    let inventory = try TestInventory()
    let communes = inventory.store.communes
    try await communes.addNote(
      "Gọi buổi sáng\r\n\tcho kế toán" + String(repeating: " dài", count: 200), to: "21250",
      within: .country, by: nil, now: TestInventory.start)
    let note = try #require(try await communes.notes(of: "21250", within: .country).first)
    #expect(note.text.hasPrefix("Gọi buổi sáng cho kế toán dài") && note.text.count <= 500)
    await #expect(throws: InventoryError.self) {
      try await communes.addNote(
        " \n ", to: "21250", within: .country, by: nil, now: TestInventory.start)
    }
    // Another commune has no such note.
    await #expect(throws: InventoryError.self) {
      try await communes.removeNote(
        note.number, of: "00004", within: .country, by: nil, now: TestInventory.start)
    }
    try await communes.removeNote(
      note.number, of: "21250", within: .country, by: nil, now: TestInventory.start)
    #expect(try await communes.notes(of: "21250", within: .country).isEmpty)
    let log = try await inventory.store.audit.entries(.init(subject: "commune 21250"))
    #expect(log.map(\.action) == ["commune.noteRemoved", "commune.noteAdded"])
    #expect(!log.contains { $0.details.contains { $0.value.contains("Gọi") } })
  }
}
