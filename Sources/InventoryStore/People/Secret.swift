import Cryptography
import Foundation

/// A secret of 256 random bits, as text for an address, a cookie or a header.
enum Secret {
  static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return Data(bytes).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// The digest that the database stores, or nil if `text` cannot be a secret.
  static func digest(_ text: String) -> Data? {
    guard text.utf8.count == 43 else { return nil }
    return Data(SHA256.hash(data: Data(text.utf8)))
  }
}
