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
