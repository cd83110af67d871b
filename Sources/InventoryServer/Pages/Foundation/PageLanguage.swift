import HTTPTypes
import Hummingbird
import Presentation

/// Determines a reader's language: from the address, otherwise from an earlier choice, otherwise
/// Vietnamese.
enum PageLanguage {
  private static let cookie = "language"

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  static func of(_ request: Request) throws -> Language {
    if PageQuery(request)["language"] != nil { return try PageQuery(request).language() }
    return request.cookies[cookie].flatMap { Language(rawValue: $0.value) } ?? .vi
  }

  /// Makes a choice in the address apply to later pages.
  static func remember(_ request: Request, on response: inout Response) {
    guard PageQuery(request)["language"] != nil, let language = try? of(request) else { return }
    response.headers.append(
      HTTPField(
        name: .setCookie,
        value: "\(cookie)=\(language.rawValue); Path=/; SameSite=Lax; Max-Age=31536000"))
  }
}
