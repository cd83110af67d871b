import HTTPTypes
import Hummingbird
import InventoryStore

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

/// The cookie by which a browser that has signed in is recognized at its next sign-in: it grants
/// nothing, but others' wrong passwords do not slow that browser down.
enum BrowserCookie {
  static let name = "__Host-browser"

  static func secret(in request: Request) -> String? { request.cookies[name]?.value }

  static func set(_ secret: String, on response: inout Response) {
    let seconds = InventoryStore.Sessions.browserDays * 86_400
    response.headers.append(
      HTTPField(
        name: .setCookie,
        value:
          "\(name)=\(secret); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(seconds)"))
  }
}
