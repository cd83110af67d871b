import Cryptography
import FoundationEssentials

/// Salted hashes of hardware identifiers: enough to see that two enrolments are one computer, too
/// little to read a serial number from.
public enum Evidence {
  private static let key = Data("commune-inventory hardware evidence 1".utf8)

  /// - Parameter identifiers: as the machine gives them, by kind (`serial`, `uuid`, `mac`).
  /// - Returns: by the same kinds, 64 hexadecimal digits each; what is empty is left out.
  public static func hashes(of identifiers: [String: String]) -> [String: String] {
    identifiers.compactMapValues { value in
      let words = value.split(whereSeparator: \.isWhitespace)
      let text = words.joined(separator: " ").lowercased()
      guard !text.isEmpty else { return nil }
      return SHA256Digest.hexadecimal(
        HMACSHA256.authenticationCode(for: Data(text.utf8), key: key))
    }
  }
}
