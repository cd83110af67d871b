public import Foundation
import InventoryStore
public import Prioritization

/// Inventories for tests: only the register, each a real file in a folder of its own.
///
/// Filing 3,321 communes takes its time in a debug build, so it is done once and copied.
public enum EmptyInventory {
  public static let policy: Policy? = EmbeddedFile.bytes("policies/standard.toml").flatMap {
    try? Policy(toml: String(decoding: $0, as: UTF8.self))
  }

  private static let template: Result<URL, any Error> = Result {
    let file = try folder().appending(path: "inventory.sqlite")
    guard let policy else { throw CocoaError(.fileReadCorruptFile) }
    // closed when it goes out of scope, so that the file is complete
    _ = try InventoryStore(path: file.path, role: .serving, policy: policy, now: Date())
    return file
  }

  /// - Returns: the file's path; the caller removes its folder.
  public static func make() throws -> URL {
    let file = try folder().appending(path: "inventory.sqlite")
    try FileManager.default.copyItem(at: template.get(), to: file)
    return file
  }

  private static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "inventory-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
