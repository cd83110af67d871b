import HTTPTypes
import Hummingbird

/// The cookie that holds a session's secret. Its prefix makes browsers refuse it from any other
/// host, path or plain connection (RFC 6265bis, section 4.1.3.2).
enum SessionCookie {
  static let name = "__Host-session"

  static func secret(in request: Request) -> String? { request.cookies[name]?.value }

  static func set(_ secret: String, on response: inout Response) {
    response.headers.append(
      HTTPField(
        name: .setCookie, value: "\(name)=\(secret); Path=/; Secure; HttpOnly; SameSite=Lax"))
  }

  static func clear(on response: inout Response) {
    response.headers.append(
      HTTPField(
        name: .setCookie,
        value: "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"))
  }
}
