import Cryptography
import Foundation

/// The secret of an enrolment token: 160 random bits, written so that a person can type them.
///
/// Crockford's Base32 in eight groups of four, `7k3m-…`: no letter that looks like a digit, upper
/// and lower case alike, the hyphens optional.
enum TokenText {
  static func random() -> String {
    (0..<8).map { _ in CrockfordBase32.random(4) }.joined(separator: "-")
  }

  /// The digest that stands in the database, or nil where `text` can't be a token.
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
