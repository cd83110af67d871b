import Foundation
import InventoryStore
import Testing

struct RegisterTests {
  @Test func registerCoversWholeCountry() async throws {
    let inventory = try TestInventory()
    let communes = try await inventory.store.register.communes(within: .country)
    #expect(communes.count == 3_321)
    #expect(try await inventory.store.register.provinces(within: .country).count == 34)
    #expect(communes.filter { $0.kind == "đặc khu" }.count == 13)
    #expect(communes.filter { $0.island == true }.allSatisfy { $0.kind == "đặc khu" })
    #expect(
      try await inventory.store.register.communes(province: "51", within: .country).count == 96)
    let nghiaGiang = try #require(communes.first { $0.code == "21250" })
    #expect(nghiaGiang.name == "Xã Nghĩa Giang")
    #expect(nghiaGiang.officials == nil)
    #expect(nghiaGiang.remote == nil)
  }

  @Test func figuresAreFiledAndErasedOnRequest() async throws {
    let inventory = try TestInventory()
    let filed = try await inventory.store.register.importTable(
      Data("\u{FEFF}code;officials;remote\r\n21250;31;1\r\n08227;;0\r\n".utf8), now: .now)
    #expect(filed.added == 0 && filed.changed == 2)
    let before = try await inventory.store.register.communes(within: .country).first {
      $0.code == "21250"
    }
    #expect(before?.officials == 31 && before?.remote == true && before?.simulated == false)
    let blank = Data("code,officials\n21250,\n08227,\n".utf8)
    let error = await #expect(throws: InventoryError.self) {
      try await inventory.store.register.importTable(blank, now: .now)
    }
    #expect(error?.code == .valuesErased)
    #expect(
      error?.message.hasPrefix(
        "Known values would become unknown (1): 21250 officials (31, line 2).") == true,
      "\(error?.message ?? "")")
    #expect(
      try await inventory.store.register.communes(within: .country).first { $0.code == "21250" }
        == before)
    let erased = try await inventory.store.register.importTable(
      blank, allowErasing: true, now: .now)
    #expect(erased.erased == 1)
    let after = try await inventory.store.register.communes(within: .country).first {
      $0.code == "21250"
    }
    #expect(after?.officials == nil && after?.remote == true)
  }

  @Test func simulatedFiguresKeepTheirMark() async throws {
    let inventory = try TestInventory()
    let table = Data("code,officials,dossiersPerMonth\n21250,31,900\n".utf8)
    _ = try await inventory.store.register.importTable(table, simulated: true, now: .now)
    _ = try await inventory.store.register.importTable(
      Data("code,remote\n21250,1\n".utf8), now: .now)
    #expect(try await inventory.situation(of: "21250").simulated)
    let changes = try await inventory.store.register.file(
      RegisterImport(table), allowErasing: false, now: .now)
    #expect(changes.unmarked == 1)
    #expect(try await !inventory.situation(of: "21250").simulated)
    // Without figures there is nothing to mark.
    _ = try await inventory.store.register.importTable(
      Data("code,contactName\n21250,Lan\n".utf8), simulated: true, now: .now)
    #expect(try await !inventory.situation(of: "21250").simulated)
  }

  /// Some keyboards type a letter and its marks as separate characters.
  @Test func decomposedKindIsTaken() async throws {
    let inventory = try TestInventory()
    let line = "code,kind\n21250,phường\n".decomposedStringWithCanonicalMapping
    let changed = try await inventory.store.register.importTable(Data(line.utf8), now: .now)
    #expect(changed.changed == 1)
    let commune = try await inventory.store.register.communes(within: .country).first {
      $0.code == "21250"
    }
    #expect(commune.map { Array($0.kind.unicodeScalars) } == Array("phường".unicodeScalars))
  }

  @Test(arguments: [
    ("code,officials\n8227,5\n", "\"08227\""), ("code,officials\n21250,-1\n", "Line 2"),
    ("code,officials\n21250,many\n", "whole number"), ("code,remote\n21250,yes\n", "1, 0"),
    ("name\nx\n", "\"code\""), ("code,officals\n21250,1\n", "\"officals\""),
    ("code,officials\n21250\n", "Line 2: 1 cells under 2 columns"),
    ("code,code\n21250,1\n", "twice"),
    ("code,officials\n21250,1\n21250,2\n", "line 2 already"),
    ("code,officials\n99999,1\n", "no name"), ("code,name\n21250,\"x\n", "quotation mark"),
    ("code,name\n21250,\n", "a value"), ("code,kind\n21250,town\n", "phường"),
    ("code,name\n21250,a\u{7}b\n", "control"), ("code,latitude\n21250,91\n", "6.0 to 24.0"),
    ("code,officials,dossiersPerMonth\n21250,31\n", "Line 2: 2 cells under 3 columns"),
    ("code,officials\n21250,31,9\n", "Line 2: 3 cells under 2 columns"),
    ("code,officials\n21250;31\n", "this row by \";\""),
    ("sep=;\r\ncode;officials\r\n21250;31\r\n", "delete this line"),
    ("code,officials\n=\"05152\",31\n", "write 05152"),
    ("code,officials\n05152,=1+1\n", "whole number"),
    ("code,officials\n21250,3\u{0}1\n", "NUL"),
  ])
  func invalidTablesAreRejectedEntirely(_ table: String, _ says: String) async throws {
    let inventory = try TestInventory()
    let before = try await inventory.store.register.communes(within: .country)
    let error = await #expect(throws: InventoryError.self) {
      try await inventory.store.register.importTable(Data(table.utf8), now: .now)
    }
    #expect(error?.code == .registerMalformed)
    #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    #expect(try await inventory.store.register.communes(within: .country) == before)
  }

  @Test func faultInLastLineFilesNothing() async throws {
    let inventory = try TestInventory()
    await #expect(throws: InventoryError.self) {
      try await inventory.store.register.importTable(
        Data("code,officials\n21250,31\n21136,20\n21244,x\n".utf8), now: .now)
    }
    #expect(
      try await inventory.store.register.communes(within: .country).allSatisfy {
        $0.officials == nil
      })
  }

  @Test func nonUTF8TablesAreRejected() async throws {
    let inventory = try TestInventory()
    let error = await #expect(throws: InventoryError.self) {
      try await inventory.store.register.importTable(Data([0x63, 0xFF, 0x0A]), now: .now)
    }
    #expect(error?.message.contains("UTF-8") == true)
  }

  @Test func unknownProvinceIsRejected() async throws {
    let inventory = try TestInventory()
    await #expect(throws: InventoryError.self) {
      try await inventory.store.register.communes(province: "5", within: .country)
    }
  }
}
