import Delivery
import Foundation
import FoundationNetworking
import Testing

@testable import InventoryServer

extension TestCentre {
  /// Asks as a browser or a program would; redirects are not followed.
  ///
  /// - Parameters:
  ///   - form: the body: a form, or JSON where it begins with a brace.
  ///   - formToken: joins the form.
  ///   - origin: the page that sent it; by default, for a POST, one of the centre's.
  func ask(
    _ method: String, _ path: String, _ form: String = "", session: String? = nil,
    program: String? = nil, formToken: String? = nil, origin: String?? = nil,
    fields: [String: String] = [:]
  ) async throws -> IncomingReply {
    var request = URLRequest(url: try #require(URL(string: address + path), "\(path)"))
    request.httpMethod = method
    request.timeoutInterval = 120
    if method == "POST" {
      let isJSON = form.hasPrefix("{")
      var body = form
      if let formToken, !isJSON {
        let encoded = formToken.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        body += "\(body.isEmpty ? "" : "&")\(FormToken.field)=\(encoded)"
      }
      request.httpBody = Data(body.utf8)
      request.setValue(
        isJSON ? "application/json" : "application/x-www-form-urlencoded",
        forHTTPHeaderField: "Content-Type")
      if let origin = origin ?? .some(address) {
        request.setValue(origin, forHTTPHeaderField: "Origin")
      }
    }
    if let session {
      request.setValue("\(SessionCookie.name)=\(session)", forHTTPHeaderField: "Cookie")
    }
    if let program { request.setValue("Bearer \(program)", forHTTPHeaderField: "Authorization") }
    for (name, value) in fields { request.setValue(value, forHTTPHeaderField: name) }
    let (body, response) = try await Self.browser.data(for: request)
    let http = try #require(response as? HTTPURLResponse)
    let named = http.allHeaderFields.compactMap { name, value in
      (name as? String).map { ($0.lowercased(), "\(value)") }
    }
    return IncomingReply(
      status: http.statusCode,
      fields: Dictionary(named, uniquingKeysWith: { first, _ in first }), body: body)
  }

  /// The session in a reply's cookie.
  static func session(in reply: IncomingReply) -> String? {
    reply.fields["set-cookie"]?
      .firstMatch(of: /__Host-session=([A-Za-z0-9_-]+);/).map { String($0.1) }
  }

  private static let browser: URLSession = {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    return URLSession(
      configuration: configuration, delegate: NoRedirects(), delegateQueue: nil)
  }()
}

private final class NoRedirects: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
