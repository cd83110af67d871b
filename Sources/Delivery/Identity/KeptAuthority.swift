import Cryptography
import FoundationEssentials

/// The centre's certificates that a machine was enrolled with, kept beside its key: the file that
/// was named at enrolment may lie on a stick, or where the nightly service may not look.
public enum KeptAuthority {
  /// Maximum size, in bytes: a country's store of authorities has less.
  static let limit = 1 << 20

  private static let (prefix, suffix) = ("authority-", ".pem")

  /// Copies the certificates at `path` into the state directory, under a name made from their
  /// digest: those of the enrolment in force stay until another has replaced it.
  ///
  /// - Returns: the copy's absolute path.
  /// - Throws: ``DeliveryError`` if the file does not exist, may be changed by others, or cannot be
  ///   copied.
  public static func keep(_ path: String, _ lock: StateLock) throws(DeliveryError) -> String {
    guard let bytes = try FileTrust.read(path, limit: limit) else {
      throw DeliveryError(
        .configuration, "Cannot read the certificate authority \(path): check the path.")
    }
    let digest = SHA256.hash(data: bytes).prefix(8)
    let name = digest.map { String(UInt16($0) + 256, radix: 16).suffix(2) }.joined()
    let folder = lock.directory.path
    let absolute =
      folder.hasPrefix("/") ? folder : "\(FileManager.default.currentDirectoryPath)/\(folder)"
    let copy = "\(absolute)/\(prefix)\(name)\(suffix)"
    if try FileContents.read(copy, limit: limit)?.bytes != bytes {
      try DurableFile.write(bytes, to: copy)
    }
    return copy
  }

  /// Removes the copies of former enrolments, as far as possible: they are small, and harmless.
  static func removeOthers(than kept: String?, in directory: StateDirectory) {
    let name = kept?.split(separator: "/").last.map(String.init)
    for file in (try? Directory.names(in: directory.path)) ?? []
    where file.hasPrefix(prefix) && file.hasSuffix(suffix) && file != name {
      try? DurableFile.remove("\(directory.path)/\(file)")
    }
  }
}
