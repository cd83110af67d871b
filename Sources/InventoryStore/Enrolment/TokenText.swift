import Cryptography
import Foundation

/// The secret of an enrolment token: 160 random bits that a person can type.
///
/// Crockford's Base32 in eight groups of four, `7k3m-…`: no letter that looks like a digit; case
/// and hyphens do not matter.
enum TokenText {
  static func random() -> String {
    (0..<8).map { _ in CrockfordBase32.random(4) }.joined(separator: "-")
  }

  /// The digest that the database stores, or nil if `text` cannot be a token.
  static func digest(_ text: String) -> Data? {
    guard text.utf8.count <= 80 else { return nil }
    let letters = text.lowercased().compactMap { letter -> Character? in
      switch letter {
      case "-", " ": nil
      case "o": "0"
      case "i", "l": "1"
      default: letter
      }
    }
    guard letters.count == 32, letters.allSatisfy(CrockfordBase32.alphabet.contains) else {
      return nil
    }
    return Data(SHA256.hash(data: Data(String(letters).utf8)))
  }
}

/// Crockford's Base32 in lower case: letters and digits that are not confused when read.
enum CrockfordBase32 {
  static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

  /// `count` characters of five random bits each.
  static func random(_ count: Int) -> String {
    String((0..<count).map { _ in alphabet[Int.random(in: 0..<32)] })
  }
}
