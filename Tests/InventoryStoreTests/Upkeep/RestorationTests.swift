import Foundation
import GRDB
import InventoryFixtures
import Reporting
import Testing

@testable import InventoryStore

/// Restoring a backup in place of the inventory.
struct RestorationTests {
  private let now = TestInventory.start.addingTimeInterval(86_400)

  private func faults(_ path: String) throws -> [String] { try Verification.check(path).faults }

  /// An inventory with a backup and later changes, not being served.
  private func inventoryWithBackup() async throws -> (
    folder: URL, path: String, backup: String, since: MachineKey
  ) {
    var inventory: TestInventory? = try TestInventory()
    let made = try #require(inventory)
    let folder = FileManager.default.temporaryDirectory.appending(path: "restore-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let old = try await made.enrol(evidence: ["mac": String(repeating: "a", count: 64)])
    for night in 1...3 {
      _ = try await made.store.reports.file(
        made.report(old, sequence: night, hardware: TestInventory.computer(gibibytes: night * 4)))
    }
    let backup = folder.appending(path: "backup.sqlite").path
    _ = try await made.store.upkeep.backUp(to: backup)
    for night in 4...6 {
      _ = try await made.store.reports.file(
        made.report(old, sequence: night, hardware: TestInventory.computer(gibibytes: night * 4)))
    }
    let since = try await made.enrol(evidence: ["mac": String(repeating: "b", count: 64)])
    _ = try await made.store.reports.file(
      made.report(since, sequence: 1, hardware: TestInventory.computer()))
    let stolen = try await made.enrol()
    try await made.store.keys.revoke(
      "\(old.machineId).1", because: "stolen", within: .country, now: TestInventory.start)
    _ = stolen
    let path = folder.appending(path: "inventory.sqlite").path
    try await made.store.pool.vacuum(into: path)
    inventory = nil
    return (folder, path, backup, since)
  }

  private func open(_ path: String) throws -> InventoryStore {
    try InventoryStore(
      path: path, role: .serving, policy: try #require(EmptyInventory.policy), now: now)
  }

  @Test func machinesEnrolledSinceBackupContinue() async throws {
    let (folder, path, backup, since) = try await inventoryWithBackup()
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let result = try Restoration(of: backup, to: path).run(now: now)
    #expect(result.carriedMachines == 2 && result.verification.reports == 3)
    let replaced = try #require(result.replaced)
    #expect(try faults(replaced) == [] && faults(path) == [])
    #expect(try Data(contentsOf: URL(fileURLWithPath: replaced)).count == before.count)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.hasPrefix(".") }, "\(left)")

    let inventory = try TestInventory()
    let store = try open(path)
    // A machine that the backup does not know.
    let key = try #require(try await store.keys.key("\(since.machineId).1"))
    #expect(key.publicKey == since.publicKey)
    _ = try await store.reports.file(
      inventory.report(key, sequence: 2, hardware: TestInventory.computer(), at: now))
    // A machine that is ahead of the restored state.
    let old = try await store.machines.list(within: .country).first { $0.id != since.machineId }
    #expect(old != nil)
    // What was revoked since stays revoked.
    #expect(
      try await store.pool.read {
        try Int.fetchOne(
          $0, sql: "SELECT count(*) FROM machine_key WHERE revokedReason = 'stolen'")
      } == 1)
    let acts = try await store.pool.read {
      try String.fetchAll($0, sql: "SELECT action FROM audit WHERE action = 'database.restored'")
    }
    #expect(acts.count == 1)
    #expect(try faults(path) == [])
  }

  @Test func machineAheadOfBackupIsAccepted() async throws {
    let inventory = try TestInventory()
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    let folder = FileManager.default.temporaryDirectory.appending(path: "ahead-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let backup = folder.appending(path: "b.sqlite").path
    _ = try await inventory.store.upkeep.backUp(to: backup)
    let news = TestInventory.computer(gibibytes: 64)
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 400, hardware: news))
    let path = folder.appending(path: "inventory.sqlite").path
    _ = try Restoration(of: backup, to: path, mayBeNew: true).run(now: now)
    let store = try open(path)
    // It continues with its next number, sending digests: the centre asks for the sections that it
    // lost and stores them.
    let delta = try inventory.report(machine, sequence: 401, hardware: news, at: now)
    let digests = delta.sections.map { section in
      #""\#(section.probe)":{"digest":"\#(SHA256Digest.hexadecimal([UInt8](section.digest)))"}"#
    }
    let request = try inventory.raw(
      """
      {"format":1,"agent":{"version":"0.1.0","clock":{"bootId":"b","bootSeconds":1,"wall":"x"}},\
      \(digests.joined(separator: ","))}
      """, machine, sequence: 401, at: now)
    await #expect { try await store.reports.file(request) } throws: {
      ($0 as? InventoryError)?.code == .sectionsWanted
    }
    let filed = try await store.reports.file(delta)
    #expect(filed.status == .stored)
  }

  @Test func unsuitableBackupsAreRejected() async throws {
    let (folder, path, backup, _) = try await inventoryWithBackup()
    defer { try? FileManager.default.removeItem(at: folder) }
    func refused(_ file: String, _ target: String, _ words: String) {
      let before = try? Data(contentsOf: URL(fileURLWithPath: target))
      #expect("\(words)") {
        try Restoration(of: file, to: target).run(now: now)
      } throws: {
        ($0 as? InventoryError)?.message.contains(words) == true
      }
      #expect((try? Data(contentsOf: URL(fileURLWithPath: target))) == before, "\(words)")
      let left = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      #expect(!left.contains { $0.contains("replaced") || $0.hasPrefix(".") }, "\(words) \(left)")
    }
    refused("\(folder.path)/none", path, "does not exist")
    refused(path, path, "is the database itself")
    let text = "\(folder.path)/text"
    try Data("hello".utf8).write(to: URL(fileURLWithPath: text))
    refused(text, path, "not a readable backup")
    // A file's name says nothing of what it is.
    let named = "\(folder.path)/text of a later day that belongs to us"
    try Data("hello".utf8).write(to: URL(fileURLWithPath: named))
    refused(named, path, "not a readable backup")
    // Damaged in the middle.
    let damaged = "\(folder.path)/damaged.sqlite"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
    for place in stride(from: bytes.count / 3, to: bytes.count / 3 + 20_000, by: 3) {
      bytes[place] = 0xA5
    }
    try bytes.write(to: URL(fileURLWithPath: damaged))
    refused(damaged, path, "damaged")
    // Tampered with.
    let forged = "\(folder.path)/forged.sqlite"
    try FileManager.default.copyItem(atPath: backup, toPath: forged)
    try await DatabaseQueue(path: forged).write {
      try $0.execute(sql: "UPDATE section_body SET body = '{}'")
    }
    refused(forged, path, "damaged")
    // Of a later version.
    let later = "\(folder.path)/later.sqlite"
    try FileManager.default.copyItem(atPath: backup, toPath: later)
    try await DatabaseQueue(path: later).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v999')")
    }
    refused(later, path, "later version")
    // Another centre's.
    let other = try TestInventory()
    _ = try await other.enrol()
    let foreign = "\(folder.path)/foreign.sqlite"
    _ = try await other.store.upkeep.backUp(to: foreign)
    refused(foreign, path, "not of this centre")
    // A running centre.
    do {
      let serving = try open(path)
      refused(backup, path, "stop it first")
      withExtendedLifetime(serving) {}
    }
    // With `mayBeOther`, the other centre's backup is restored, without anything of this one.
    let result = try Restoration(of: foreign, to: path, mayBeOther: true).run(now: now)
    #expect(result.carriedMachines == 0)
    #expect(try faults(path) == [])
  }

  @Test func unreadableDatabaseIsReplacedAndKept() async throws {
    let (folder, path, backup, _) = try await inventoryWithBackup()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("SQLite format 3\0 and nothing else".utf8).write(to: URL(fileURLWithPath: path))
    try Data("wal".utf8).write(to: URL(fileURLWithPath: path + "-wal"))
    let result = try Restoration(of: backup, to: path).run(now: now)
    let replaced = try #require(result.replaced)
    #expect(FileManager.default.fileExists(atPath: replaced + "-wal"))
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    #expect(try faults(path) == [])
    #expect(result.carriedDecisions == nil)
    let named = "\(folder.path)/later, belongs.sqlite"
    try Data("hello".utf8).write(to: URL(fileURLWithPath: named))
    #expect(try Restoration(of: backup, to: named).run(now: now).replaced != nil)
    // Also if there was no database, but only if that is allowed.
    let fresh = "\(folder.path)/new/inventory.sqlite"
    for empty in [false, true] {
      if empty {
        try FileManager.default.createDirectory(
          atPath: "\(folder.path)/new", withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: fresh))
      }
      let error = #expect(throws: InventoryError.self) {
        try Restoration(of: backup, to: fresh).run(now: now)
      }
      #expect(error?.code == .databaseUnusable)
      #expect(error?.message.contains("--new") == true, "\(error?.message ?? "")")
      #expect(FileManager.default.fileExists(atPath: fresh) == empty)
    }
    let made = try Restoration(of: backup, to: fresh, mayBeNew: true).run(now: now)
    #expect(made.replaced == nil && made.carriedDecisions == nil)
    #expect(try faults(fresh) == [])
    let rights = try FileManager.default.attributesOfItem(atPath: fresh)[.posixPermissions]
    #expect(rights as? Int == 0o600)
  }
}
