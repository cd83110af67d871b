import HTTPTypes
import Hummingbird

/// Whether a request that changes something comes from our own pages: browsers name the page that
/// sent it in `Origin`, and no script can change that.
enum SameSite {
  /// - Parameter isEncrypted: whether the request came over TLS: then so did the page.
  /// - Throws: ``ServerError`` with `crossSite`.
  static func require(_ request: Request, isEncrypted: Bool) throws {
    guard origin(of: request, isEncrypted: isEncrypted) != nil else {
      throw ServerError(
        .crossSite,
        "This was not submitted from a page of this server: reload the page and submit it from there."
      )
    }
  }

  /// The `Origin` header if it names this centre. Without TLS of our own, a proxy before us
  /// may have ended it.
  static func origin(of request: Request, isEncrypted: Bool) -> String? {
    guard let origin = request.headers[.origin], let authority = request.head.authority,
      origin == "https://\(authority)" || (!isEncrypted && origin == "http://\(authority)")
    else { return nil }
    return origin
  }
}
