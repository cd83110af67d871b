import Cryptography
import FoundationEssentials

/// The machine's Ed25519 key on disk: 32 bytes that only the owner may read.
enum KeyFile {
  static let byteCount = 32

  /// nil if there is no key yet.
  ///
  /// - Throws: ``DeliveryError`` with code `configuration` if others may read the file or it does
  ///   not hold a key.
  static func read(
    in directory: StateDirectory
  ) throws(DeliveryError) -> Ed25519.PrivateKey? {
    let path = directory.key
    let contents: FileContents?
    do throws(DeliveryError) {
      contents = try FileContents.read(path, limit: byteCount)
    } catch {
      throw error.code == .damaged ? damaged(path) : error
    }
    guard let contents else { return nil }
    guard contents.mode & 0o077 == 0 else {
      throw DeliveryError(
        .configuration, "This computer's key is readable by others: run chmod 600 \(path)")
    }
    guard contents.bytes.count == byteCount,
      let key = try? Ed25519.PrivateKey(rawRepresentation: contents.bytes)
    else { throw damaged(path) }
    return key
  }

  /// Reads the key, or creates one on disk.
  static func readOrMake(
    in directory: StateDirectory
  ) throws(DeliveryError) -> Ed25519.PrivateKey {
    if let key = try read(in: directory) { return key }
    let key = Ed25519.PrivateKey()
    try DurableFile.write(key.rawRepresentation, to: directory.key)
    return key
  }

  private static func damaged(_ path: String) -> DeliveryError {
    DeliveryError(
      .configuration, "\(path) is damaged: remove it and re-enrol this computer with a token.")
  }
}
