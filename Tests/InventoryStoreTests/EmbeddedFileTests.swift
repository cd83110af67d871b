import Foundation
import InventoryStore
import Testing

/// Compares the files embedded in the binary with the folder in the repository.
struct EmbeddedFileTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "inventory")

  /// Files that a running centre never reads.
  static func isForReaders(_ name: String) -> Bool {
    name.hasSuffix(".md") || name.hasPrefix("deploy/") || name.hasPrefix("dashboards/")
      || name.hasPrefix("policies/examples/")
      || name.hasPrefix("make-")
  }

  @Test func everyFileIsEmbeddedUnchanged() throws {
    let all = FileManager.default.enumerator(atPath: Self.folder.path)?.allObjects as? [String]
    let files = try #require(all).filter { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(
        atPath: Self.folder.appending(path: name).path, isDirectory: &isFolder)
      return !isFolder.boolValue && !Self.isForReaders(name)
    }
    #expect(files.sorted() == EmbeddedFile.names)
    for name in files {
      let onDisk = try Data(contentsOf: Self.folder.appending(path: name))
      #expect(EmbeddedFile.bytes(name) == onDisk, "\(name)")
    }
  }

  @Test func unknownFileNameReturnsNil() { #expect(EmbeddedFile.bytes("passwords.txt") == nil) }
}
