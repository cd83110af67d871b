import CInventory
import FoundationEssentials

extension Messages {
  /// The texts embedded in the binary from `inventory/messages/`.
  ///
  /// - Throws: ``MessagesError`` if the two languages do not match.
  public static func embedded() throws -> Messages {
    try Messages(vi: file("messages/vi.json"), en: file("messages/en.json"))
  }

  private static func file(_ name: String) throws -> Data {
    guard let file = inventory_file_named(name) else {
      throw MessagesError(message: "\(name) is missing from the program; rebuild it")
    }
    return Data(bytes: file.pointee.bytes, count: file.pointee.count)
  }
}
