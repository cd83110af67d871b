import Glibc

/// A file that holds one secret: a password, or the key of a webhook.
public enum SecretFile {
  private static let maximumBytes = 1024

  /// - Returns: the file's first line; a line break at its end is not part of the secret.
  /// - Throws: ``LetterDestinationsError`` if it cannot be read, if others than its owner and group
  ///   may read it, or if it holds several lines.
  public static func read(_ path: String) throws(LetterDestinationsError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw LetterDestinationsError(
        message: "names \(path), which cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw LetterDestinationsError(message: "names \(path), which is not a file.")
    }
    guard status.st_mode & 0o007 == 0 else {
      throw LetterDestinationsError(
        message: "names \(path), which everybody may read: run chmod 0640 \(path).")
    }
    var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
    let count = fill(descriptor, &bytes)
    guard count >= 0, count <= maximumBytes else {
      throw LetterDestinationsError(
        message: "names \(path), which cannot be read or has more than \(maximumBytes) bytes.")
    }
    var secret = Array(bytes[..<count])
    if secret.last == 10 { secret.removeLast() }
    if secret.last == 13 { secret.removeLast() }
    guard secret.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw LetterDestinationsError(
        message: "names \(path), which must hold one line without control characters.")
    }
    return secret
  }

  private static func fill(_ descriptor: Int32, _ bytes: inout [UInt8]) -> Int {
    var whole = 0
    while whole < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + whole }, buffer.count - whole)
      }
      if count < 0 { return -1 }
      if count == 0 { break }
      whole += count
    }
    return whole
  }
}
