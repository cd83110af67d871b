import Cryptography
import Foundation

/// The token in every form of a signed-in user, which no other site can know (CSRF). It is bound to
/// the session and looks different each time: pages are compressed, and the size of repeated text
/// would reveal it (BREACH).
enum FormToken {
  static let field = "token"

  static func make(session: String) -> String {
    let pad = RandomBytes.make(32)
    return Data(pad + zip(pad, code(session)).map { $0 ^ $1 }).base64EncodedString()
  }

  enum Finding { case own, foreign, malformed }

  /// Whether `text` is a token of `session`, of another one, or none at all.
  static func finding(_ text: String?, session: String) -> Finding {
    guard let text, text.utf8.count <= 100, let bytes = Data(base64Encoded: text),
      bytes.count == 64
    else { return .malformed }
    let received = zip(bytes.prefix(32), bytes.suffix(32)).map { $0 ^ $1 }
    return ConstantTime.equal(received, code(session)) ? .own : .foreign
  }

  /// - Throws: ``ServerError`` with `formExpired` for a token of another session, as in a form that
  ///   was open while its session ended; `crossSite` for anything else.
  static func require(_ text: String?, session: String, _ call: PageCall) throws {
    switch finding(text, session: session) {
    case .own: break
    case .foreign: throw ServerError(.formExpired, call.text("error.formExpired"))
    case .malformed: throw ServerError(.crossSite, call.text("error.formTooOld"))
    }
  }

  private static func code(_ session: String) -> [UInt8] {
    HMACSHA256.authenticationCode(for: Data("form".utf8), key: Data(session.utf8))
  }
}
