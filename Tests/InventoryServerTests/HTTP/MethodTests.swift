import Delivery
import Foundation
import Testing

struct MethodTests {
  /// What restricts pages goes to browsers only: agents are on slow lines.
  @Test func answersHaveTheHeadersThatTheyNeed() async throws {
    try await TestCentre.run { centre in
      for (path, isPage) in [
        ("/ranking?province=51", true), ("/api/v1/ranking?province=51", true), ("/nowhere", true),
        ("/agent/v1/reports", false), ("/agent/nowhere", false),
      ] {
        let fields = try await centre.get(path).fields
        #expect(fields["x-content-type-options"] == "nosniff", "\(path)")
        for name in ["content-security-policy", "referrer-policy", "permissions-policy"] {
          #expect((fields[name] != nil) == isPage, "\(path): \(name)")
        }
      }
    }
  }

  @Test func onlyAllowedMethodsAreAccepted() async throws {
    try await TestCentre.run { centre in
      for (method, path, status, allowed) in [
        ("DELETE", "/api/v1/plan", 405, "POST, OPTIONS"),
        ("PUT", "/ranking?province=51", 405, "GET, HEAD, OPTIONS"),
        ("GET", "/agent/v1/reports", 405, "POST, OPTIONS"),
        ("QUERY", "/metrics", 405, "GET, HEAD, OPTIONS"),
        ("TRACE", "/healthz", 405, "GET, HEAD, OPTIONS"),
        ("OPTIONS", "/sign-in", 204, "GET, HEAD, POST, OPTIONS"),
        ("OPTIONS", "/nowhere", 404, nil),
        ("HEAD", "/api/v1/ranking?province=51", 200, nil),
        ("HEAD", "/healthz", 200, nil),
      ] {
        let reply = try await centre.ask(method, path)
        #expect(reply.status == status, "\(method) \(path)")
        #expect(reply.fields["allow"] == allowed, "\(method) \(path)")
        #expect(method != "HEAD" || reply.body.isEmpty, "\(path)")
      }
    }
  }
}
