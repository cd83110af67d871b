import Cryptography
import FoundationEssentials

/// Salted hashes of hardware identifiers: enough to see that two enrolments are one computer, too
/// little to recover a serial number.
public enum IdentifierHashes {
  private static let key = Data("commune-inventory hardware evidence 1".utf8)

  /// - Parameter identifiers: as the machine reports them, by kind (`serial`, `uuid`, `mac`).
  /// - Returns: 64 hexadecimal digits for each kind; empty identifiers are left out.
  public static func of(_ identifiers: [String: String]) -> [String: String] {
    identifiers.compactMapValues { value in
      let words = value.split(whereSeparator: \.isWhitespace)
      let text = words.joined(separator: " ").lowercased()
      guard !text.isEmpty else { return nil }
      return SHA256Digest.hexadecimal(
        HMACSHA256.authenticationCode(for: Data(text.utf8), key: key))
    }
  }
}
