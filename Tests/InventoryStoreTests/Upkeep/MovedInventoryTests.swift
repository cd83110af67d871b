import Foundation
import InventoryFixtures
import Testing

@testable import InventoryStore

/// An inventory whose file is moved, deleted or replaced while it is served: nothing more is
/// acknowledged.
struct MovedInventoryTests {
  private func files(beside path: String) -> [String] { ["", "-wal", "-shm"].map { path + $0 } }

  @Test(arguments: ["", "-wal", "-shm"])
  func nothingIsAcknowledgedWhileAFileIsAway(_ suffix: String) async throws {
    let inventory = try TestInventory()
    let file = inventory.path + suffix
    let machine = try await inventory.enrol()
    #expect(inventory.store.upkeep.isInPlace)
    #expect(rename(file, file + ".moved") == 0)
    #expect(!inventory.store.upkeep.isInPlace)
    let error = await #expect(throws: InventoryError.self) {
      _ = try await inventory.store.reports.file(
        inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    }
    #expect(error?.code == .databaseUnusable)
    #expect(inventory.store.upkeep.lastDurableWrite.failure?.contains(inventory.path) == false)
    #expect(inventory.store.upkeep.lastDurableWrite.failure?.contains("moved") == true)
    await #expect(throws: InventoryError.self) {
      try await inventory.store.upkeep.proveWritable(now: TestInventory.start)
    }

    #expect(rename(file + ".moved", file) == 0)
    _ = try await inventory.store.reports.file(
      inventory.report(machine, sequence: 1, hardware: TestInventory.computer()))
    #expect(inventory.store.upkeep.lastDurableWrite.failure == nil)
    #expect(try inventory.count("SELECT count(*) FROM report") == 1)
  }

  @Test func anotherFileInItsPlaceIsNoticed() async throws {
    let inventory = try TestInventory()
    let other = inventory.path + ".other"
    try FileManager.default.copyItem(atPath: inventory.path, toPath: other)
    #expect(rename(other, inventory.path) == 0)
    let error = await #expect(throws: InventoryError.self) { _ = try await inventory.enrol() }
    #expect(error?.code == .databaseUnusable)
  }

  /// A symbolic link that leads to another file is another file.
  @Test func aLinkThatWasTurnedIsNoticed() async throws {
    let inventory = try TestInventory()
    let link = inventory.folder.appending(path: "link.sqlite").path
    let place = FilePlace(link, keepsLogs: false)
    #expect(place.isUnchanged, "not there yet")
    for (target, isUnchanged) in [("inventory.sqlite", true), ("other.sqlite", false)] {
      let other = inventory.folder.appending(path: "other.sqlite").path
      if !FileManager.default.fileExists(atPath: other) {
        try FileManager.default.copyItem(atPath: inventory.path, toPath: other)
      }
      unlink(link)
      #expect(symlink(target, link) == 0)
      #expect(place.isUnchanged == isUnchanged)
    }
  }

  /// A log left by the file that was there before is not applied to its successor.
  @Test func logOfTheFormerFileIsRefused() async throws {
    let (folder, path) = try await leftBySuddenEnd()
    defer { try? FileManager.default.removeItem(at: folder) }
    let policy = try #require(EmptyInventory.policy)
    func open(_ role: InventoryStore.Role) throws {
      _ = try InventoryStore(path: path, role: role, policy: policy, now: TestInventory.start)
    }
    // Another file in its place; the log stays.
    let other = try EmptyInventory.make()
    defer { try? FileManager.default.removeItem(at: other.deletingLastPathComponent()) }
    #expect(rename(path, path + ".former") == 0)
    try FileManager.default.copyItem(atPath: other.path, toPath: path)
    for role in [InventoryStore.Role.serving, .beside] {
      let error = #expect(throws: InventoryError.self) { try open(role) }
      #expect(error?.code == .databaseUnusable)
      #expect(error?.message.contains("\(path)-wal") == true)
    }
    #expect(throws: InventoryError.self) { try DatabaseInspection.read(path) }
    // The former file returns to its log.
    #expect(rename(path + ".former", path) == 0)
    try open(.serving)
  }

  /// Files that were copied together say so by lacking the name of the former one.
  @Test func filesCopiedTogetherAreServed() async throws {
    let (folder, path) = try await leftBySuddenEnd()
    defer { try? FileManager.default.removeItem(at: folder) }
    let policy = try #require(EmptyInventory.policy)
    let copy = folder.appending(path: "copy.sqlite").path
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    let store = try InventoryStore(
      path: copy, role: .serving, policy: policy, now: TestInventory.start)
    #expect(try await store.machines.list(within: .country).count == 1)
  }

  /// The files of a centre that ended without closing them, with changes in the log only.
  private func leftBySuddenEnd() async throws -> (folder: URL, path: String) {
    let inventory = try TestInventory()
    _ = try await inventory.enrol()
    let folder = FileManager.default.temporaryDirectory.appending(path: "left-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "inventory.sqlite").path
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: inventory.path + suffix, toPath: path + suffix)
    }
    let identity = try #require(FileIdentity.lasting(path))
    try Data("\(identity)\n".utf8).write(to: URL(filePath: path + "-serving"))
    #expect((FileSize.of(path + "-wal") ?? 0) > 0)
    return (folder, path)
  }
}
