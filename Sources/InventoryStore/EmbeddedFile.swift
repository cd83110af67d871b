import CInventory
public import Foundation

/// A file of `inventory/` that is in the binary.
public enum EmbeddedFile {
  /// The bytes of `name` (`communes.csv`), or nil where there is no such file.
  public static func bytes(_ name: String) -> Data? {
    guard let file = inventory_file_named(name) else { return nil }
    return Data(bytes: file.pointee.bytes, count: file.pointee.count)
  }

  /// The names of all, sorted.
  public static var names: [String] {
    var names: [String] = []
    while let file = inventory_file_at(names.count) {
      names.append(String(cString: file.pointee.name))
    }
    return names.sorted()
  }
}
