import Foundation
import GRDB
import InventoryFixtures
import Testing

@testable import InventoryStore

/// An inventory named by a symbolic link, such as one to a larger disk: files made beside it or in
/// its place are where the file itself is.
struct LinkedInventoryTests {
  private let files = FileManager.default

  /// Folders `small`, with a link `inventory.sqlite`, and `large`, to which it leads.
  private func folders(to destination: String) throws -> (folder: URL, link: String, file: String) {
    let folder = files.temporaryDirectory.appending(path: "linked-\(UUID())")
    for name in ["small", "large"] {
      try files.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    let link = folder.appending(path: "small/inventory.sqlite").path
    try files.createSymbolicLink(
      atPath: link,
      withDestinationPath: destination.replacing("FOLDER", with: folder.path))
    return (folder, link, folder.appending(path: "large/data.sqlite").path)
  }

  private func names(_ folder: URL, _ name: String) throws -> [String] {
    try files.contentsOfDirectory(atPath: folder.appending(path: name).path).sorted()
  }

  @Test(arguments: ["../large/data.sqlite", "FOLDER/large/data.sqlite"], [true, false])
  func restoredFileTakesTheTargetsPlace(_ destination: String, _ isThere: Bool) async throws {
    let (folder, link, file) = try folders(to: destination)
    defer { try? files.removeItem(at: folder) }
    let inventory = try TestInventory()
    _ = try await inventory.enrol()
    let backup = folder.appending(path: "backup.sqlite").path
    _ = try await inventory.store.upkeep.backUp(to: backup)
    if isThere { try files.copyItem(atPath: backup, toPath: file) }
    let result = try Restoration(of: backup, to: link, mayBeNew: !isThere)
      .run(now: TestInventory.start)
    #expect(try names(folder, "small") == ["inventory.sqlite"])
    #expect(
      try files.destinationOfSymbolicLink(atPath: link)
        == destination.replacing("FOLDER", with: folder.path))
    let made = try names(folder, "large").filter { !$0.hasSuffix("-serving") }
    #expect(made.count == (isThere ? 2 : 1) && made.first == "data.sqlite", "\(made)")
    #expect((result.replaced != nil) == isThere)
    for path in [file, result.replaced].compactMap({ $0 }) {
      #expect(try Verification.check(path).machines == 1)
    }
  }

  /// A link to a file in use is refused as a backup, like the file itself.
  @Test func linkToFileInUseIsNoBackup() async throws {
    let inventory = try TestInventory()
    _ = try await inventory.enrol()
    let link = inventory.folder.appending(path: "link.sqlite").path
    try files.createSymbolicLink(atPath: link, withDestinationPath: inventory.path)
    #expect((FileSize.of(inventory.path + "-wal") ?? 0) > 0)
    let error = #expect(throws: InventoryError.self) {
      try Restoration(
        of: link, to: inventory.folder.appending(path: "new.sqlite").path, mayBeNew: true
      ).run(now: TestInventory.start)
    }
    #expect(error?.message.contains("is in use") == true, "\(error?.message ?? "")")
  }

  @Test func copyBeforeUpgradeIsBesideTheTarget() async throws {
    let (folder, link, file) = try folders(to: "../large/data.sqlite")
    defer { try? files.removeItem(at: folder) }
    let inventory = try TestInventory()
    _ = try await inventory.enrol()
    let copied = folder.appending(path: "copied.sqlite").path
    try await inventory.store.pool.vacuum(into: copied)
    _ = try OldInventory.make(
      of: Array(Schema.migrations.prefix { $0 < "v010" }), from: copied, file)
    _ = try InventoryStore(
      path: link, role: .serving, policy: try #require(EmptyInventory.policy),
      now: TestInventory.start)
    #expect(try names(folder, "large").contains("data.sqlite.before-v010"))
    #expect(try names(folder, "small") == ["inventory.sqlite"])
  }

  @Test(arguments: [("a", "b", "b"), ("d/a", "../b", "d/../b"), ("d/a", "/x/b", "/x/b")])
  func targetOfLink(_ link: String, _ destination: String, _ target: String) throws {
    let folder = files.temporaryDirectory.appending(path: "target-\(UUID())")
    defer { try? files.removeItem(at: folder) }
    try files.createDirectory(
      at: folder.appending(path: "d"), withIntermediateDirectories: true)
    let path = "\(folder.path)/\(link)"
    try files.createSymbolicLink(atPath: path, withDestinationPath: destination)
    let expected = target.hasPrefix("/") ? target : "\(folder.path)/\(target)"
    #expect(InventoryFile.target(of: path) == expected)
    #expect(InventoryFile.target(of: expected) == expected)
  }

  @Test func circleOfLinksHasNoTarget() throws {
    let folder = files.temporaryDirectory.appending(path: "circle-\(UUID())")
    defer { try? files.removeItem(at: folder) }
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    let (one, other) = ("\(folder.path)/one", "\(folder.path)/other")
    try files.createSymbolicLink(atPath: one, withDestinationPath: "other")
    try files.createSymbolicLink(atPath: other, withDestinationPath: "one")
    #expect(InventoryFile.target(of: one) == one)
  }
}
