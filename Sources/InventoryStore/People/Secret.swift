import Cryptography
import Foundation

/// What only its holder knows: 256 random bits, as text for an address, a cookie or a header.
enum Secret {
  static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return Data(bytes).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// What stands in the database: no text of another shape has one.
  static func digest(_ text: String) -> Data? {
    guard text.utf8.count == 43 else { return nil }
    return Data(SHA256.hash(data: Data(text.utf8)))
  }
}
