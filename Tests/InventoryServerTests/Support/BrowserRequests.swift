import Delivery
import Foundation
import FoundationNetworking
import Testing

@testable import InventoryServer

extension TestCentre {
  /// Sends a request as a browser or program would; redirects are not followed.
  ///
  /// - Parameters:
  ///   - form: the body: a form, or JSON if it begins with a brace.
  ///   - formToken: joins the form.
  ///   - fields: in place of those that are sent by default.
  ///   - origin: the page that sent it; by default, for a POST, one of the centre's.
  func ask(
    _ method: String, _ path: String, _ form: String = "", session: String? = nil,
    program: String? = nil, formToken: String? = nil, origin: String?? = nil,
    fields: [String: String] = [:]
  ) async throws -> IncomingReply {
    var sent: [(String, String)] = []
    var body = ""
    if method == "POST" {
      let isJSON = form.hasPrefix("{")
      body = form
      if let formToken, !isJSON {
        let encoded = formToken.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        body += "\(body.isEmpty ? "" : "&")\(FormToken.field)=\(encoded)"
      }
      sent.append(
        ("Content-Type", isJSON ? "application/json" : "application/x-www-form-urlencoded"))
      if let origin = origin ?? .some(address) { sent.append(("Origin", origin)) }
    }
    if let session { sent.append(("Cookie", "\(SecretCookie.session.name)=\(session)")) }
    if let program { sent.append(("Authorization", "Bearer \(program)")) }
    let given = Set(fields.keys.map { $0.lowercased() })
    sent.removeAll { given.contains($0.0.lowercased()) }
    sent += fields.map { ($0, $1) }
    switch door {
    case .router(let routes):
      return try await routes.answer(method, path, fields: sent, body: Data(body.utf8))
    case .socket:
      return try await Self.browse(method, address + path, sent, Data(body.utf8))
    }
  }

  private static func browse(
    _ method: String, _ address: String, _ fields: [(String, String)], _ body: Data
  ) async throws -> IncomingReply {
    var request = URLRequest(url: try #require(URL(string: address)))
    request.httpMethod = method
    request.timeoutInterval = 120
    if method == "POST" { request.httpBody = body }
    for (name, value) in fields { request.setValue(value, forHTTPHeaderField: name) }
    let (body, response) = try await browser.data(for: request)
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
