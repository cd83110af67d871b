import Foundation
import GRDB
import InventoryFixtures
import Testing

@testable import InventoryStore

struct ServingLockTests {
  @Test func linkedPathsCountAsSameInventory() async throws {
    let inventory = try TestInventory()
    let files = FileManager.default
    let symbolic = inventory.folder.appending(path: "symbolic.sqlite").path
    let hard = inventory.folder.appending(path: "hard.sqlite").path
    let folder = inventory.folder.appending(path: "folder").path
    try files.createSymbolicLink(atPath: symbolic, withDestinationPath: inventory.path)
    try files.linkItem(atPath: inventory.path, toPath: hard)
    try files.createSymbolicLink(atPath: folder, withDestinationPath: inventory.folder.path)
    for path in [inventory.path, symbolic, hard, "\(folder)/inventory.sqlite"] {
      let error = #expect(throws: InventoryError.self) {
        try InventoryStore(
          path: path, role: .serving, policy: inventory.policy, now: TestInventory.start)
      }
      #expect(error?.code == .databaseUnusable)
      #expect(error?.message.contains("Another") == true)
    }
    // a command beside it: under another hard link it would write into another WAL
    for (path, isRefused) in [(symbolic, false), (hard, true)] {
      let store = try? InventoryStore(
        path: path, role: .beside, policy: inventory.policy, now: TestInventory.start)
      #expect((store == nil) == isRefused)
    }
  }

  @Test func lockIsReleasedWithItsHolder() throws {
    let file = try EmptyInventory.make()
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let policy = try #require(EmptyInventory.policy)
    for _ in 0..<3 {
      _ = try InventoryStore(
        path: file.path, role: .serving, policy: policy, now: TestInventory.start)
    }
  }

  @Test func commandDoesNotMigrateServedFile() async throws {
    let inventory = try TestInventory()
    let path = inventory.folder.appending(path: "old.sqlite").path
    let machine = try await inventory.enrol()
    let body = #"{"format":1,"agent":{"version":"0","clock":{"bootSeconds":1,"wall":"w"}},"#
    let unknown = #"{"outcome":"observed","name":"một máy lạ"}"#
    _ = try await inventory.store.reports.file(
      inventory.raw(
        body + #""scanners":{"outcome":"absent"},"odd":\#(unknown)}"#, machine, sequence: 1))
    let names = Array(Schema.migrations.prefix { $0 < "v006" })
    let old = try OldInventory.make(of: names, from: inventory.path, path)
    // an earlier version serves it: its lock is the file beside it
    let lock = open(path + "-serving", O_RDWR | O_CREAT, 0o640)
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let error = #expect(throws: InventoryError.self) {
      try InventoryStore(
        path: path, role: .beside, policy: inventory.policy, now: TestInventory.start)
    }
    #expect(error?.code == .databaseUnusable)
    func applied() async throws -> [String] {
      try await old.read {
        try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY 1")
      }
    }
    #expect(try await applied() == names)
    close(lock)
    try await old.write {
      try $0.execute(sql: "UPDATE commune_reporting SET holdUntil = 0, machines = 7")
    }
    // Only a serving process upgrades it, and recomputes what this version counts differently.
    #expect(throws: InventoryError.self) {
      try InventoryStore(
        path: path, role: .beside, policy: inventory.policy, now: TestInventory.start)
    }
    #expect(try await applied() == names)
    let store = try InventoryStore(
      path: path, role: .serving, policy: inventory.policy, now: TestInventory.start)
    #expect(try await applied() == Schema.migrations.sorted())
    let situation = try await store.situations.current(
      policy: inventory.policy, within: .country, now: TestInventory.start)
    #expect(situation.first { $0.code == "21250" }?.machines == 1)
    let rows = try await old.read {
      try Row.fetchOne(
        $0,
        sql: """
          SELECT r.madeAt, m.unknownBytes, m.lastReportAt, m.reportTimeDoubtedAt
          FROM commune_reporting r JOIN machine m ON m.commune = r.commune
          """)
    }
    let start = TestInventory.start.microseconds
    #expect(rows?[0] == start && rows?[1] == unknown.utf8.count && rows?[2] == start)
    #expect(rows?[3] as Int64? == nil)
  }

  private func change(_ store: InventoryStore) async throws {
    _ = try await store.register.importTable(
      Data("code,officials\n21250,4\n".utf8), now: TestInventory.start)
  }

  /// Copied to another disk after its centre was stopped, then changed by a command.
  @Test func copiedInventoryStaysItsOwn() async throws {
    let folder = try EmptyInventory.make().deletingLastPathComponent()
    let other = folder.deletingLastPathComponent().appending(path: UUID().uuidString)
    defer {
      for one in [folder, other] { try? FileManager.default.removeItem(at: one) }
    }
    let policy = try #require(EmptyInventory.policy)
    func open(_ folder: URL, _ role: InventoryStore.Role) throws -> InventoryStore {
      try InventoryStore(
        path: folder.appending(path: "inventory.sqlite").path, role: role, policy: policy,
        now: TestInventory.start)
    }
    try open(folder, .serving).close()
    try FileManager.default.copyItem(at: folder, to: other)
    // Its log stays beside the file.
    try await change(open(other, .beside))
    #expect(SQLiteLogs.left(beside: other.appending(path: "inventory.sqlite").path) != nil)
    for role in [InventoryStore.Role.beside, .serving] {
      let officials = try await open(other, role).pool.read {
        try Int.fetchOne($0, sql: "SELECT officials FROM commune WHERE code = '21250'")
      }
      #expect(officials == 4)
    }
  }

  @Test func logOfReplacedInventoryIsRefused() async throws {
    let folder = try EmptyInventory.make().deletingLastPathComponent()
    let fresh = try EmptyInventory.make()
    defer {
      for one in [folder, fresh.deletingLastPathComponent()] {
        try? FileManager.default.removeItem(at: one)
      }
    }
    let policy = try #require(EmptyInventory.policy)
    let path = folder.appending(path: "inventory.sqlite").path
    func open(_ role: InventoryStore.Role) throws -> InventoryStore {
      try InventoryStore(path: path, role: role, policy: policy, now: TestInventory.start)
    }
    try open(.serving).close()
    try await change(open(.beside))
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: fresh.path, toPath: path)
    for role in [InventoryStore.Role.beside, .serving] {
      let error = #expect(throws: InventoryError.self) { try open(role) }
      #expect(error?.message.contains("may hold changes of another inventory") == true)
    }
  }
}
