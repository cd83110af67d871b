import HTTPTypes
import Hummingbird
import InventoryStore

/// A cookie that contains a secret. Its name's prefix makes browsers refuse it from any other host
/// or path, or over a plain connection (RFC 6265bis, section 4.1.3.2).
struct SecretCookie {
  enum SameSite: String { case lax = "Lax", strict = "Strict" }

  let name: String
  var sameSite = SameSite.lax
  /// nil keeps it until the browser is closed.
  var maximumSeconds: Int?

  func secret(in request: Request) -> String? { request.cookies[name]?.value }

  func set(_ secret: String, on response: inout Response) {
    append(secret, maximumSeconds, to: &response)
  }

  /// Makes the browser forget it.
  func clear(on response: inout Response) { append("", 0, to: &response) }

  private func append(_ value: String, _ seconds: Int?, to response: inout Response) {
    let age = seconds.map { "; Max-Age=\($0)" } ?? ""
    response.headers.append(
      HTTPField(
        name: .setCookie,
        value: "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=\(sameSite.rawValue)"
          + age))
  }
}

extension SecretCookie {
  /// A session's secret.
  static let session = SecretCookie(name: "__Host-session")

  /// Recognizes a browser that has signed in before. It grants nothing, but exempts that browser
  /// from delays caused by others' wrong passwords.
  static let browser = SecretCookie(
    name: "__Host-browser", maximumSeconds: InventoryStore.Sessions.browserDays * 86_400)

  /// The session of someone who opened a link to the check.
  static let check = SecretCookie(
    name: "__Host-check", sameSite: .strict,
    maximumSeconds: Int(InventoryStore.Checks.sessionSeconds))
}
