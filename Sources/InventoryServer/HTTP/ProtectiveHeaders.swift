import HTTPTypes
import Hummingbird

/// Response headers that restrict what browsers do with our pages.
struct ProtectiveHeaders<Context: RequestContext>: RouterMiddleware {
  /// Whether to send Strict-Transport-Security.
  let isEncrypted: Bool

  /// Only programs ask there: what restricts pages would be a third of each answer's bytes, on
  /// lines that are slow.
  private static var agents: String { "/agent/" }

  func handle(
    _ request: Request, context: Context, next: NextResponder<Context>
  ) async throws -> Response {
    var response = try await next(request, context)
    if request.head.path?.hasPrefix(Self.agents) == true {
      for field in ProtectiveFields.ofData { response.headers.append(field) }
      return response
    }
    if response.headers[.contentSecurityPolicy] == nil {
      response.headers[.contentSecurityPolicy] = ContentSecurityPolicy.ofPages
    }
    for field in ProtectiveFields.all {
      if response.headers.contains(field.name) { response.headers[field.name] = nil }
      response.headers.append(field)
    }
    if isEncrypted { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    return response
  }
}

/// What a browser may load and request for one of our pages.
enum ContentSecurityPolicy {
  static let ofPages = text()

  /// - Parameter origins: Servers that the page's script may contact besides this one; from the
  ///   settings, never from a request.
  static func text(connectingTo origins: [String] = []) -> String {
    [
      "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
      (["connect-src 'self'"] + origins).joined(separator: " "), "form-action 'self'",
      "base-uri 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")
  }
}

/// Headers that are the same in every response.
private enum ProtectiveFields {
  static let all = ofData + ofPages

  /// So that no browser takes data for a page.
  static let ofData = fields([("X-Content-Type-Options", "nosniff")])

  private static let ofPages = fields([
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
  ])

  private static func fields(_ texts: [(name: String, value: String)]) -> [HTTPField] {
    texts.compactMap { name, value in
      HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
    }
  }
}
