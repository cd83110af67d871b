import Foundation
import FoundationNetworking
import Testing

struct MethodTests {
  @Test(arguments: [
    ("DELETE", "/api/v1/plan", 405, "POST, OPTIONS"),
    ("PUT", "/?province=51", 405, "GET, HEAD, OPTIONS"),
    ("GET", "/agent/v1/reports", 405, "POST, OPTIONS"),
    ("QUERY", "/metrics", 405, "GET, HEAD, OPTIONS"),
    ("TRACE", "/healthz", 405, "GET, HEAD, OPTIONS"),
    ("OPTIONS", "/sign-in", 204, "GET, HEAD, POST, OPTIONS"),
    ("OPTIONS", "/nowhere", 404, nil),
    ("HEAD", "/api/v1/ranking?province=51", 200, nil),
    ("HEAD", "/healthz", 200, nil),
  ])
  func method(_ method: String, _ path: String, _ status: Int, _ allowed: String?) async throws {
    try await TestCentre.run { centre in
      var request = URLRequest(url: try #require(URL(string: centre.address + path)))
      request.httpMethod = method
      let (body, response) = try await URLSession.shared.data(for: request)
      let http = try #require(response as? HTTPURLResponse)
      #expect(http.statusCode == status)
      #expect(http.value(forHTTPHeaderField: "Allow") == allowed)
      #expect(method != "HEAD" || body.isEmpty)
    }
  }
}
