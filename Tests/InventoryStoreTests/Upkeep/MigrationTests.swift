import Foundation
import GRDB
import InventoryFixtures
import Synchronization
import TestSupport
import Testing

@testable import InventoryStore

/// Migrations of files written by released versions.
struct MigrationTests {
  static let released: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Released").standardizedFileURL
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".sql") }.sorted().map { folder.appending(path: $0).path }
  }()

  private final class Scratch {
    let folder = FileManager.default.temporaryDirectory.appending(path: "migrations-\(UUID())").path
    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: folder) }
    var path: String { "\(folder)/inventory.sqlite" }
  }

  private func make(_ released: String, _ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL")
      try database.execute(sql: try String(contentsOfFile: released, encoding: .utf8))
    }
    try queue.close()
  }

  private func open(_ path: String) throws -> InventoryStore {
    let policy = try #require(EmptyInventory.policy)
    return try InventoryStore(path: path, role: .serving, policy: policy, now: Date())
  }

  /// The whole content of a file.
  private func content(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { database in
      let schema = try String.fetchAll(
        database, sql: "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
      let tables = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      return try schema
        + tables.flatMap { table -> [String] in
          // The centre's key differs each time it is generated.
          let columns = table == "receipt_key" ? "number" : "*"
          return try Row.fetchAll(database, sql: "SELECT \(columns) FROM \(table)")
            .map { "\(table) \($0)" }.sorted()
        }
    }
  }

  @Test func releasedFilesExist() { #expect(!Self.released.isEmpty) }

  @Test(arguments: released)
  func releasedFileIsBackedUpAndUpgraded(_ released: String) async throws {
    let scratch = try Scratch()
    try make(released, scratch.path)
    let before = try content(scratch.path)
    let store = try open(scratch.path)
    #expect(try await store.machines.list(within: .country).count == 5)
    #expect(try Verification.check(scratch.path).faults == [])
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
    let backup = try #require(names.first { $0.contains(".before-v") })
    #expect(try content("\(scratch.folder)/\(backup)") == before)
    let mode = try FileManager.default.attributesOfItem(atPath: "\(scratch.folder)/\(backup)")
    #expect((mode[.posixPermissions] as? Int) == 0o600)
    #expect(!names.contains { $0.contains(".before-") && $0 != backup }, "\(names)")
    // A file that is up to date is not copied.
    try FileManager.default.removeItem(atPath: "\(scratch.folder)/\(backup)")
    let again = try Scratch()
    try FileManager.default.copyItem(
      atPath: try EmptyInventory.make().path, toPath: again.path)
    _ = try open(again.path)
    #expect(
      try !FileManager.default.contentsOfDirectory(atPath: again.folder).contains {
        $0.contains(".before-")
      })
  }

  /// Power fails at each statement of the upgrade in turn; the file left on disk is then opened
  /// again.
  @Test(arguments: released)
  func interruptionAtAnyStatementIsRecoverable(_ released: String) throws {
    let scratch = try Scratch()
    try make(released, scratch.path)
    let pristine = try content(scratch.path)
    let straight = try Scratch()
    try FileManager.default.copyItem(atPath: scratch.path, toPath: straight.path)
    try Schema.migrate(DatabaseQueue(path: straight.path))
    let wanted = try content(straight.path)

    let count = Mutex(0)
    let failures = Mutex<[String]>([])
    let path = scratch.path
    var configuration = Configuration()
    configuration.prepareDatabase { database in
      database.trace { _ in
        let number = count.withLock { count in
          count += 1
          return count
        }
        // The file and its log as they are at this moment; the shared memory is lost.
        for suffix in ["", "-wal"] {
          do {
            try FileManager.default.copyItem(
              atPath: path + suffix, toPath: "\(path).\(number)\(suffix)")
          } catch {
            if suffix.isEmpty { failures.withLock { $0.append("\(error)") } }
          }
        }
      }
    }
    let writer = try DatabaseQueue(path: path, configuration: configuration)
    try writer.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA cache_size = 10")
    }
    try Schema.migrate(writer)
    let statements = count.withLock { $0 }
    #expect(statements > 60 && failures.withLock { $0 } == [])

    var stages: Set<Int> = []
    for number in 1...statements {
      let copy = "\(path).\(number)"
      let queue = try DatabaseQueue(path: copy)
      let applied = try queue.read {
        try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
      }
      // Each migration is applied entirely or not at all.
      #expect(applied == Array(Schema.migrations.prefix(applied.count)), "statement \(number)")
      stages.insert(applied.count)
      if applied.count == 9 { #expect(try content(copy) == pristine, "statement \(number)") }
      try Schema.migrate(queue)
      #expect(try content(copy) == wanted, "statement \(number)")
      for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) }
    }
    #expect(stages.count >= Schema.migrations.count - 9)
  }

  @Test func noSpaceForBackupLeavesFileUnchanged() throws {
    let released = try #require(Self.released.first)
    let disk = try SmallDisk(size: "8m")
    defer { disk.unmount() }
    let path = "\(disk.path)/inventory.sqlite"
    try make(released, path)
    let before = try content(path)
    #expect {
      try open(path)
    } throws: {
      ($0 as? InventoryError)?.code == .databaseUnusable
        && ($0 as? InventoryError)?.message.contains("for a backup") == true
    }
    #expect(try content(path) == before)
  }

  /// A later version changes the schema while a process of this version is still running.
  @Test func olderProcessStopsWriting() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    try await DatabaseQueue(path: inventory.path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999_of_later')")
    }
    await #expect {
      try await inventory.store.reports.file(
        inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    } throws: {
      ($0 as? InventoryError)?.code == .databaseUnusable
    }
    await #expect(throws: InventoryError.self) {
      try await inventory.store.machines.retire(
        machine.machineId, within: .country, now: TestInventory.start)
    }
    #expect(
      try await inventory.store.pool.read {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM report")
      }
        == 0)
  }
}
