import Foundation
import InventoryStore
import Testing

struct GroupTests {
  private func file(
    _ inventory: TestInventory, _ table: String
  ) async throws -> (added: Int, changed: Int) {
    try await inventory.store.groups.file(GroupTable(Data(table.utf8)), now: TestInventory.start)
  }

  @Test func groupsAreImportedReplacedAndRemoved() async throws {
    let inventory = try TestInventory()
    let groups = inventory.store.groups
    let first = try await file(
      inventory, "code,group\n21250,Huyện A\n21244,Huyện A\n21250,Vùng 1\n00004,Vùng 1\n")
    #expect(first.added == 2 && first.changed == 0)
    #expect(
      try await groups.list(within: .country).map { "\($0.name) \($0.communes)" } == [
        "Huyện A 2", "Vùng 1 2",
      ])
    // The same again changes nothing; a group that the table does not name stays.
    let second = try await file(inventory, "group;code\r\nHuyện A;21250\r\n")
    #expect(second.added == 0 && second.changed == 1)
    let third = try await file(inventory, "code,group\n21250,Huyện A\n")
    #expect(third.added == 0 && third.changed == 0)
    #expect(try await groups.members(of: "Huyện A", within: .country).codes == ["21250"])
    #expect(try await groups.members(of: "Vùng 1", within: .country).codes.count == 2)
    try await groups.remove("Huyện A", now: TestInventory.start)
    #expect(try await groups.list(within: .country).map(\.name) == ["Vùng 1"])
  }

  /// Capitals and spaces do not make a different group.
  @Test func groupsAreKnownHoweverTheyAreTyped() async throws {
    let inventory = try TestInventory()
    let groups = inventory.store.groups
    let first = try await file(
      inventory, "code,group\n21250,Huyện Đảo\n21244,huyện đảo\n21205,HUYỆN  ĐẢO\n")
    #expect(first.added == 1)
    let second = try await file(inventory, "code,group\n21250,HUYỆN ĐẢO\n")
    #expect(second.added == 0 && second.changed == 1)
    #expect(
      try await groups.list(within: .country).map { "\($0.name) \($0.communes)" } == ["Huyện Đảo 1"]
    )
    for name in ["Huyện Đảo", "huyện  đảo ", "HUYỆN ĐẢO", "1"] {
      let found = try await groups.members(of: name, within: .country)
      #expect(found.group.name == "Huyện Đảo" && found.codes == ["21250"], "\(name)")
    }
    let twice = await refusal {
      try await file(inventory, "code,group\n21250,Vùng 1\n21250,vùng 1\n")
    }
    #expect(twice == .registerMalformed)
    try await groups.remove("huyện đảo", now: TestInventory.start)
    #expect(try await groups.list(within: .country).isEmpty)
  }

  /// Users see a group's communes in their own scope, and no group without any there.
  @Test func groupsOutsideScopeAreNotFound() async throws {
    let inventory = try TestInventory()
    let groups = inventory.store.groups
    _ = try await file(
      inventory, "code,group\n21250,Huyện A\n21250,Vùng 1\n00004,Vùng 1\n")
    #expect(try await groups.list(within: .province("01")).map(\.name) == ["Vùng 1"])
    let part = try await groups.members(of: "Vùng 1", within: .province("01"))
    #expect(part.codes == ["00004"] && part.group.communes == 1)
    for name in ["Huyện A", "1", "không có", ""] {
      let error = await #expect(throws: InventoryError.self) {
        _ = try await groups.members(of: name, within: .province("01"))
      }
      #expect(error?.code == .groupUnknown)
    }
  }

  @Test(arguments: [
    ("code,group\n21250,A\n21251,A\n", "unknownCommune", 3),
    ("code,group\n21250,A\n99999,B\n", "unknownCommune", 3),
    ("code,group\n21250,A\n21250,A\n", "duplicateMember", 3),
    ("code,group\n21250,\n", "badGroup", 2), ("code,group\n21250,\"a\nb\"\n", "badGroup", 2),
    ("code,group\n212,A\n", "badCode", 2), ("code\n21250\n", "noGroup", 1),
    ("group\nA\n", "noCode", 1), ("code,group,x\n21250,A,\n", "unknownColumn", 1),
    ("code,group\n21250\n", "unequal", 2), ("", "empty", 1),
  ])
  func invalidTablesAreRejectedEntirely(_ table: String, _ kind: String, _ line: Int) async throws {
    let inventory = try TestInventory()
    let error = await #expect(throws: InventoryError.self) {
      _ = try await file(inventory, table)
    }
    #expect(error?.fault?.kind == kind && error?.fault?.line == line, "\(error?.message ?? "")")
    #expect(try await inventory.store.groups.list(within: .country).isEmpty)
  }

  @Test func hugeTablesAreRejected() async throws {
    let inventory = try TestInventory()
    let rows = (0..<100_001).map { "21250,g\($0)" }.joined(separator: "\n")
    for count in [100_000, 100_001] {
      let table = "code,group\n" + rows.split(separator: "\n").prefix(count).joined(separator: "\n")
      await #expect(throws: InventoryError.self) { _ = try await file(inventory, table) }
    }
    #expect(try await inventory.store.groups.list(within: .country).isEmpty)
  }
}
