import HTTPTypes
import Hummingbird
import InventoryStore

/// The cookie by which a browser that has signed in is recognized at its next sign-in: it grants
/// nothing, but others' wrong passwords do not slow that browser down.
enum BrowserCookie {
  static let name = "__Host-browser"

  static func secret(in request: Request) -> String? { request.cookies[name]?.value }

  static func set(_ secret: String, on response: inout Response) {
    let seconds = InventoryStore.browserDays * 86_400
    response.headers.append(
      HTTPField(
        name: .setCookie,
        value:
          "\(name)=\(secret); Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=\(seconds)"))
  }
}
