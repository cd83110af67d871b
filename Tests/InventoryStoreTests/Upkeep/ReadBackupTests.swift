import Foundation
import GRDB
import InventoryFixtures
import Testing

@testable import InventoryStore

/// A backup that commands have looked into, and logs that are left beside files.
struct ReadBackupTests {
  private let files = FileManager.default
  private let now = TestInventory.start.addingTimeInterval(86_400)
  private let inventory: TestInventory
  private var folder: URL { inventory.folder.appending(path: "backups") }
  private var backup: String { folder.appending(path: "backup.sqlite").path }
  private var restored: String { inventory.folder.appending(path: "restored.sqlite").path }

  init() async throws {
    inventory = try TestInventory()
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    let machine = try await inventory.enrol()
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    _ = try await inventory.store.upkeep.backUp(to: backup)
  }

  private func beside(_ path: String) throws -> InventoryStore {
    try InventoryStore(path: path, role: .beside, policy: inventory.policy, now: now)
  }

  private func names() throws -> [String] {
    try files.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// How many tokens the restored file has.
  private func tokens() async throws -> Int {
    try await beside(restored).tokens.list(
      within: .country, onlyValid: false, now: now, limit: -1
    ).count
  }

  private func refusal(of file: String) -> String {
    do {
      _ = try Restoration(of: file, to: restored, mayBeNew: true).run(now: now)
      return ""
    } catch {
      return (error as? InventoryError)?.message ?? "\(error)"
    }
  }

  @Test func readingChangesNothing() async throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: backup))
    for _ in 1...2 {
      let store = try beside(backup)
      #expect(try await store.machines.list(within: .country).count == 1)
      let now = try await store.situations.current(
        policy: inventory.policy, within: .country, now: now)
      #expect(now.first { $0.code == "21250" }?.machines == 1)
      let past = try await store.situations.past(
        policy: inventory.policy, province: "51", within: .country, asOf: TestInventory.start)
      #expect(past.first { $0.code == "21250" }?.machines == 1)
      // While it is open, too.
      #expect(try names() == ["backup.sqlite"])
    }
    #expect(try names() == ["backup.sqlite"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: backup)) == before)
    #expect(refusal(of: backup) == "")
    #expect(try Verification.check(restored).machines == 1)
  }

  /// An earlier version may have to return to it.
  @Test func backupOfEarlierVersionStaysSo() throws {
    let old = folder.appending(path: "old.sqlite").path
    try OldInventory.make(
      of: Schema.migrations.filter { $0 < "v010" }, from: inventory.path, old
    ).close()
    let before = try Data(contentsOf: URL(fileURLWithPath: old))
    #expect {
      try beside(old)
    } throws: {
      ($0 as? InventoryError)?.message.contains("is of an earlier version") == true
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: old)) == before)
    #expect(try names() == ["backup.sqlite", "old.sqlite"])
  }

  /// A change of a file that nobody serves is in the file itself, too.
  @Test func writingLeavesNoLog() async throws {
    do {
      _ = try await beside(backup).tokens.create(
        communes: ["21250"], uses: 1, within: .country, now: now)
    }
    #expect(try names() == ["backup.sqlite"])
    #expect(refusal(of: backup) == "")
    #expect(try await tokens() == 2)
  }

  /// A centre that starts while a command has the file open gives it a log, which the command uses
  /// from then on.
  @Test func commandOutlastsStartOfCentre() async throws {
    func create(_ store: InventoryStore) async throws {
      _ = try await store.tokens.create(communes: ["21250"], uses: 1, within: .country, now: now)
    }
    func count(_ store: InventoryStore) async throws -> Int {
      try await store.tokens.list(within: .country, onlyValid: false, now: now, limit: -1).count
    }
    let command = try beside(backup)
    try await create(command)
    let centre = try InventoryStore(
      path: backup, role: .serving, policy: inventory.policy, now: now)
    try await create(centre)
    #expect(try await count(command) == 3)
    try await create(command)
    #expect(try await count(centre) == 4)
    #expect(FileSize.of(backup + "-wal") ?? 0 > 0)
  }

  /// A command that reads writes nothing beside a serving process either.
  @Test func readingBesideCentreWritesNothing() async throws {
    func size() -> Int64? { FileSize.of(inventory.path + "-wal") }
    let before = size()
    let store = try beside(inventory.path)
    _ = try await store.situations.current(policy: inventory.policy, within: .country, now: now)
    _ = try await store.situations.past(
      policy: inventory.policy, province: "51", within: .country, asOf: TestInventory.start)
    #expect(size() == before)
  }

  /// Reconstructing a past day leaves the file to those who write.
  @Test func pastIsReadWhileOthersWrite() throws {
    let writer = try DatabaseQueue(path: inventory.path)
    try writer.write { database in
      try database.execute(sql: "UPDATE enrolment_token SET uses = 0")
      let past = try PastInventory(
        of: inventory.path, at: TestInventory.start, part: .commune("21250")
      ).situations(policy: inventory.policy, province: nil, within: .commune("21250"))
      #expect(past.map(\.machines) == [1])
    }
  }

  /// A file that a centre serves is no backup, under whatever name, even while its log is empty.
  @Test(arguments: ["itself", "symbolic", "hard"], [true, false])
  func servedFileIsNoBackup(_ name: String, _ hasLog: Bool) async throws {
    let path = backup
    let store = try InventoryStore(
      path: path, role: .serving, policy: inventory.policy, now: now)
    if hasLog {
      _ = try await store.tokens.create(communes: ["21250"], uses: 1, within: .country, now: now)
    } else {
      try await store.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
    #expect((FileSize.of(path + "-wal") ?? 0 > 0) == hasLog)
    var file = path
    if name != "itself" {
      file = folder.appending(path: name).path
      if name == "symbolic" {
        try files.createSymbolicLink(atPath: file, withDestinationPath: path)
      } else {
        try files.linkItem(atPath: path, toPath: file)
      }
    }
    #expect(refusal(of: file).contains("is in use and is not a backup"))
    #expect(!files.fileExists(atPath: restored))
    withExtendedLifetime(store) {}
  }

  /// A program that was killed has left changes in a log: not in use, but not complete either.
  @Test func fileWithLogIsIncomplete() async throws {
    let left = folder.appending(path: "left.sqlite").path
    do {
      let store = try InventoryStore(
        path: backup, role: .serving, policy: inventory.policy, now: now)
      _ = try await store.tokens.create(communes: ["21250"], uses: 1, within: .country, now: now)
      for suffix in ["", "-wal"] {
        try files.copyItem(atPath: backup + suffix, toPath: left + suffix)
      }
      withExtendedLifetime(store) {}
    }
    let message = refusal(of: left)
    #expect(message.contains("has left \(left)-wal beside it"), "\(message)")
    #expect(message.contains("commune-inventory backup FILE --database \(left)"), "\(message)")
    #expect(!message.contains("in use"))
    // What the message says to do.
    let whole = folder.appending(path: "whole.sqlite").path
    #expect(try await beside(left).upkeep.backUp(to: whole).faults == [])
    #expect(refusal(of: whole) == "")
    #expect(try await tokens() == 2)
  }

  @Test func fileWithJournalIsIncomplete() throws {
    try Data("journal".utf8).write(to: URL(fileURLWithPath: backup + "-journal"))
    #expect(refusal(of: backup).contains("has left \(backup)-journal beside it"))
    #expect(!files.fileExists(atPath: restored))
  }

  /// An empty log, which a program leaves that has only read a centre's file, hides nothing.
  @Test func emptyLogHidesNothing() throws {
    for suffix in ["-wal", "-journal"] {
      try Data().write(to: URL(fileURLWithPath: backup + suffix))
    }
    #expect(refusal(of: backup) == "")
  }

  /// SQLite would take such a log for the new file's.
  @Test func logOfLostFileIsNotTheRestoredOnes() async throws {
    let store = try InventoryStore(
      path: restored, role: .serving, policy: inventory.policy, now: now)
    _ = try await store.tokens.create(communes: ["21250"], uses: 1, within: .country, now: now)
    let log = try Data(contentsOf: URL(fileURLWithPath: restored + "-wal"))
    try store.close()
    try files.removeItem(atPath: restored)
    try log.write(to: URL(fileURLWithPath: restored + "-wal"))
    #expect(refusal(of: backup) == "")
    let verification = try Verification.check(restored)
    #expect(verification.faults == [] && verification.machines == 1)
    let kept = "\(restored).replaced-\(Restoration.stamp(now))-wal"
    #expect(try Data(contentsOf: URL(fileURLWithPath: kept)) == log)
  }

  @Test(arguments: ["-wal", "-journal"]) func backupIsNotMadeBesideForeignLog(
    _ suffix: String
  ) async throws {
    let destination = folder.appending(path: "next.sqlite").path
    try Data("log".utf8).write(to: URL(fileURLWithPath: destination + suffix))
    await #expect {
      try await inventory.store.upkeep.backUp(to: destination)
    } throws: {
      ($0 as? InventoryError)?.message.contains("\(destination)\(suffix) already exists") == true
    }
    #expect(!files.fileExists(atPath: destination))
  }
}
