import Foundation
import InventoryStore
import Testing

struct RegisterPreviewTests {
  private func changes(
    _ inventory: TestInventory, _ table: String, source: String? = nil
  ) async throws -> RegisterChanges {
    try await inventory.store.register.changes(
      by: RegisterImport(Data(table.utf8), source: source))
  }

  @Test func previewListsChangesWithoutApplyingThem() async throws {
    let inventory = try TestInventory()
    let register = inventory.store.register
    _ = try await register.importTable(
      Data("code,officials\n21250,31\n21244,20\n".utf8), now: .now)
    let before = try await register.communes(within: .country)
    let changes = try await changes(
      inventory,
      "code,name,kind,provinceCode,provinceName,officials\n21250,Xã Nghĩa Giang,xã,51,Quảng Ngãi,32\n99999,Mới,xã,51,Quảng Ngãi,5\n"
        + "21244,\(before.first { $0.code == "21244" }?.name ?? ""),xã,51,Quảng Ngãi,\n")
    #expect(changes.added.map(\.code) == ["99999"])
    let officials = changes.changed.flatMap(\.values).filter { $0.column == "officials" }
    #expect(officials.map(\.before) == ["31", "20"] && officials.map(\.after) == ["32", nil])
    #expect(changes.erased == 1)
    #expect(changes.absent.count == 94 && changes.absentElsewhere == 3_321 - 96)
    #expect(try await register.communes(within: .country) == before)
  }

  @Test func exportedRegisterImportsWithoutChanges() async throws {
    let inventory = try TestInventory()
    let register = inventory.store.register
    try await inventory.store.communes.setContact(
      ContactDetails(name: "Hoa", phone: "+84 905 123 456", email: "a@b.vn"), of: "21250",
      within: .country, by: nil, now: .now)
    let rows = try await register.table(province: nil, within: .country)
    let head = (["code"] + InventoryStore.Register.columns).joined(separator: ",")
    // As our tables write a text that begins like a formula.
    let table = rows.map { row in
      row.map { ($0?.hasPrefix("+") == true ? "'" : "") + ($0 ?? "") }.map { "\"\($0)\"" }
        .joined(separator: ",")
    }
    let changes = try await changes(inventory, ([head] + table).joined(separator: "\n"))
    #expect(changes.unchanged == 3_321 && changes.added.isEmpty && changes.changed.isEmpty)
  }

  /// Only the changes that were previewed can be confirmed.
  @Test func importAfterConcurrentChangeIsRejected() async throws {
    let inventory = try TestInventory()
    let register = inventory.store.register
    let wanted = try RegisterImport(Data("code,officials\n21250,31\n".utf8))
    let digest = try await register.changes(by: wanted).digest
    _ = try await register.importTable(Data("code,officials\n21250,7\n".utf8), now: .now)
    let error = await #expect(throws: InventoryError.self) {
      _ = try await register.file(wanted, allowErasing: true, expecting: digest, now: .now)
    }
    #expect(error?.code == .stateConflict)
    let again = try await register.changes(by: wanted).digest
    #expect(again != digest)
    let filed = try await register.file(
      wanted, allowErasing: false, expecting: again, now: .now)
    #expect(filed.changed.map(\.code) == ["21250"])
  }

  @Test func contactsAreImported() async throws {
    let inventory = try TestInventory()
    let register = inventory.store.register
    _ = try await register.importTable(
      Data(
        "code,contactName,contactPhone\n21250,Hoa,0905 123 456\n00004,\"Nam, Văn phòng\",\n".utf8),
      now: .now)
    let communes = inventory.store.communes
    #expect(try await communes.contact(of: "21250", within: .country)?.details.name == "Hoa")
    // A column that the table lacks keeps its values; a blank cell is not filed without permission.
    _ = try await register.importTable(
      Data("code,contactEmail\n21250,a@b.vn\n".utf8), now: .now)
    let contact = try await communes.contact(of: "21250", within: .country)?.details
    #expect(contact?.phone == "0905 123 456" && contact?.email == "a@b.vn")
    let blank = Data("code,contactPhone\n21250,\n".utf8)
    let error = await #expect(throws: InventoryError.self) {
      try await register.importTable(blank, now: .now)
    }
    #expect(error?.code == .valuesErased)
    let erased = try await register.importTable(blank, allowErasing: true, now: .now)
    #expect(erased.erased == 1)
    #expect(try await communes.contact(of: "21250", within: .country)?.details.phone == nil)
  }

  @Test(arguments: [
    ("code,contactPhone\n21250,máy lẻ 2\n", "badContactPhone", 2),
    ("code,contactEmail\n21244,\n21250,a@b\n", "badContactEmail", 3),
    ("code,contactName\n21250,\"a\nb\"\n", "badContactName", 2),
    ("code,officials\n21250,1.000\n", "badCount", 2),
    ("code,officials\n21250\n", "unequal", 2),
    ("code,officials\n21250,1\n21250,1\n", "duplicate", 3),
    ("code,x\n21250,1\n", "unknownColumn", 1),
    ("code,officials\n99999,1\n", "newLacks", 2),
    ("code,officials\n\"=\"\"05152\"\"\",31\n", "formula", 2),
  ])
  func faultsNameTheLine(_ table: String, _ kind: String, _ line: Int) async throws {
    let inventory = try TestInventory()
    let error = await #expect(throws: InventoryError.self) {
      _ = try await changes(inventory, table)
    }
    #expect(error?.fault?.kind == kind && error?.fault?.line == line, "\(error?.message ?? "")")
  }

  @Test func tooManyRowsAreRejected() throws {
    for count in [10_001, 100_000, 100_001] {
      let rows = (0..<count).map { "\(String(format: "%05d", $0 % 100_000)),1" }
      let table = Data(("code,officials\n" + rows.joined(separator: "\n")).utf8)
      let error = #expect(throws: InventoryError.self) { try RegisterImport(table) }
      #expect(error?.code == .registerMalformed && error?.fault?.line == nil)
    }
  }

  @Test func figuresNameTheirSource() async throws {
    let inventory = try TestInventory()
    let register = inventory.store.register
    func source(_ figure: String) async throws -> FigureSource? {
      try await inventory.store.communes.details("21250", within: .country, now: .now)
        .figureSources[figure]
    }
    #expect(try await source("officials") == nil)
    let built = try #require(try await source("name"))
    #expect(built.importedBy == nil && built.document == nil)
    let now = Date(timeIntervalSince1970: 1_795_000_000)
    _ = try await register.importTable(
      Data("code,officials,remote\n21250,31,\n".utf8), source: "Báo cáo 12/BC-SNV",
      by: Actor("an"), now: now)
    let imported = try #require(try await source("officials"))
    #expect(imported.document == "Báo cáo 12/BC-SNV" && imported.importedBy == "an")
    #expect(imported.importedAt == now)
    // A blank cell sets no source, and importing the same figure again makes the later import its
    // source.
    #expect(try await source("remote") == nil)
    _ = try await register.importTable(
      Data("code,officials\n21250,31\n".utf8), by: Actor("minh"), now: now)
    #expect(try await source("officials")?.importedBy == "minh")
    _ = try await register.importTable(
      Data("code,officials\n21250,\n".utf8), allowErasing: true, now: now)
    #expect(try await source("officials") == nil)
  }
}
