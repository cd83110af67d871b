import HTTPTypes
import Hummingbird

/// Whether a request that changes something comes from our own pages: browsers name the page that
/// sent it in `Origin`, and no script can change that.
enum SameSite {
  /// - Throws: ``ServerError`` with `crossSite`.
  static func require(_ request: Request) throws {
    guard let origin = request.headers[.origin], let authority = request.head.authority,
      origin == "https://\(authority)" || origin == "http://\(authority)"
    else {
      throw ServerError(
        .crossSite,
        "This was not sent from a page of the centre: open the page again and send it from there.")
    }
  }
}
