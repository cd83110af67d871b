import CInventory
public import Foundation

/// Access to the files of `inventory/` that are embedded in the binary.
public enum EmbeddedFile {
  /// The bytes of `name` (`communes.csv`), or nil if there is no such file.
  public static func bytes(_ name: String) -> Data? {
    guard let file = inventory_file_named(name) else { return nil }
    return Data(bytes: file.pointee.bytes, count: file.pointee.count)
  }

  /// The names of all files, sorted.
  public static var names: [String] {
    var names: [String] = []
    while let file = inventory_file_at(names.count) {
      names.append(String(cString: file.pointee.name))
    }
    return names.sorted()
  }
}
