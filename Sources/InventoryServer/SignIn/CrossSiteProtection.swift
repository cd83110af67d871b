import Cryptography
import Foundation
import HTTPTypes
import Hummingbird

/// Whether a request that changes something comes from our own pages: browsers name the origin of
/// the sending page in `Origin`, which no script can change.
enum SameSite {
  /// - Parameter isEncrypted: Whether the request arrived over TLS, in which case the page did too.
  /// - Throws: ``ServerError`` with `crossSite`.
  static func require(_ request: Request, isEncrypted: Bool) throws {
    guard origin(of: request, isEncrypted: isEncrypted) != nil else {
      throw ServerError(
        .crossSite,
        "This was not submitted from a page of this server: reload the page and submit it from there."
      )
    }
  }

  /// The `Origin` header if it names this centre. If we do not use TLS, a proxy in front of us may
  /// have terminated it.
  static func origin(of request: Request, isEncrypted: Bool) -> String? {
    guard let origin = request.headers[.origin], let authority = request.head.authority,
      origin == "https://\(authority)" || (!isEncrypted && origin == "http://\(authority)")
    else { return nil }
    return origin
  }
}

/// The token in every form of a signed-in user, which no other site can know (CSRF). It is bound to
/// the session and looks different each time: pages are compressed, and the size of repeated text
/// would reveal it (BREACH).
enum FormToken {
  static let field = "token"

  static func make(session: String) -> String {
    let pad = RandomBytes.make(32)
    return Data(pad + zip(pad, code(session)).map { $0 ^ $1 }).base64EncodedString()
  }

  static func holds(_ text: String?, session: String) -> Bool {
    guard let text, text.utf8.count <= 100, let bytes = Data(base64Encoded: text),
      bytes.count == 64
    else { return false }
    let received = zip(bytes.prefix(32), bytes.suffix(32)).map { $0 ^ $1 }
    return ConstantTime.equal(received, code(session))
  }

  private static func code(_ session: String) -> [UInt8] {
    HMACSHA256.authenticationCode(for: Data("form".utf8), key: Data(session.utf8))
  }
}
