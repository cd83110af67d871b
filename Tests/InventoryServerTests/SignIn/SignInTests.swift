import Delivery
import Foundation
import GRDB
import Synchronization
import Testing

@testable import InventoryServer
@testable import InventoryStore

/// Attempts to get around the sign-in.
struct SignInTests {
  /// A clock that the test advances.
  private final class Clock: Sendable {
    private let time = Mutex(Date())
    var now: Date { time.withLock { $0 } }
    func begin() { time.withLock { $0 = Date() } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
  }

  private func form(_ name: String, _ password: String, then: String? = nil) -> String {
    [("name", name), ("password", password), ("then", then ?? "")].map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
    }.joined(separator: "&")
  }

  private func run(
    _ clock: Clock = Clock(), _ test: @escaping @Sendable (TestCentre) async throws -> Void
  ) async throws {
    try await TestCentre.run(access: .signIn, now: { clock.now }) { centre in
      // The centre may start minutes after the test begins.
      clock.begin()
      _ = try await centre.addUser("an", .administrator, .country)
      try await test(centre)
    }
  }

  @Test func sessionCookieIsHostOnlyAndHttpOnly() async throws {
    try await run { centre in
      let reply = try await centre.ask("POST", "/sign-in", form("an", TestCentre.password))
      #expect(reply.status == 303 && reply.fields["location"] == "/")
      let cookie = try #require(reply.fields["set-cookie"])
      #expect(cookie.hasPrefix("__Host-session="))
      for word in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        #expect(cookie.contains(word))
      }
      #expect(!cookie.contains("Domain"))
      #expect(reply.fields["cache-control"] == "no-store")
    }
  }

  @Test func unknownUserAndWrongPasswordLookAlike() async throws {
    try await run { centre in
      let wrong = try await centre.ask("POST", "/sign-in", form("an", "x"))
      let nobody = try await centre.ask("POST", "/sign-in", form("bo", "x"))
      #expect(wrong.status == 401 && nobody.status == 401)
      #expect(
        wrong.text.replacing("\"an\"", with: "") == nobody.text.replacing("\"bo\"", with: ""))
      #expect(wrong.fields["set-cookie"] == nil)
    }
  }

  @Test(arguments: [
    "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)",
    "/a\r\nSet-Cookie: x=y", "/\u{9}/evil.example", "evil",
  ])
  func externalRedirectsAreIgnored(_ then: String) async throws {
    try await run { centre in
      let reply = try await centre.ask(
        "POST", "/sign-in", form("an", TestCentre.password, then: then))
      #expect(reply.status == 303 && reply.fields["location"] == "/")
      #expect(reply.fields["set-cookie"]?.contains("x=y") == false)
    }
  }

  /// A session planted in the browser earlier is not the one that gets signed in.
  /// No session can be stored then: the page says why and whom to inform, not that the password is
  /// wrong.
  @Test(arguments: [
    ("vi", "ổ đĩa của máy chủ đã đầy", "giải phóng dung lượng"),
    ("en", "disk is full", "free space"),
  ])
  func fullDiskIsExplained(_ language: String, _ cause: String, _ remedy: String) async throws {
    try await run { centre in
      // A session that needs more room than the file may grow to.
      _ = try await centre.store.write { group in
        try group.database.execute(
          sql: """
            CREATE TABLE filler (bytes BLOB);
            CREATE TRIGGER full AFTER INSERT ON user_session
              BEGIN INSERT INTO filler VALUES (zeroblob(1000000)); END;
            """)
        _ = try Row.fetchAll(group.database, sql: "PRAGMA max_page_count = 1")
      }
      let reply = try await centre.ask(
        "POST", "/sign-in?language=\(language)", form("an", TestCentre.password))
      #expect(reply.status == 503 && reply.fields["retry-after"] == "60")
      #expect(reply.text.contains(cause) && reply.text.contains(remedy), "\(reply.text)")
      #expect(TestCentre.session(in: reply) == nil)
      let wrong = try await centre.ask(
        "POST", "/sign-in?language=\(language)", form("an", "x" + TestCentre.password))
      #expect(wrong.status == 401 && !wrong.text.contains(cause))
    }
  }

  @Test func signInReplacesExistingSession() async throws {
    try await run { centre in
      let before = try await centre.session(of: "an")
      let reply = try await centre.ask(
        "POST", "/sign-in", form("an", TestCentre.password), session: before)
      let after = try #require(TestCentre.session(in: reply))
      #expect(after != before)
      #expect(try await centre.ask("GET", "/administration", session: before).status == 303)
      #expect(try await centre.ask("GET", "/administration", session: after).status == 200)
      // a made-up session secret is not adopted either
      let made = String(repeating: "a", count: 43)
      let again = try await centre.ask(
        "POST", "/sign-in", form("an", TestCentre.password), session: made)
      #expect(TestCentre.session(in: again) != made)
    }
  }

  @Test func guessingIsThrottledWithoutLockout() async throws {
    let clock = Clock()
    try await run(clock) { centre in
      for _ in 1...10 {
        #expect(try await centre.ask("POST", "/sign-in", form("an", "x")).status == 401)
      }
      // others at the same address are not affected
      _ = try await centre.addUser("bo", .planner, .country)
      let other = try await centre.ask("POST", "/sign-in", form("bo", TestCentre.password))
      #expect(other.status == 303)
      let right = try await centre.ask("POST", "/sign-in", form("an", TestCentre.password))
      #expect(right.status == 303, "a colleague's failures do not block the right password")
      // of many more at once a few queue, and the others are told to retry
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...30 {
          group.addTask { try await centre.ask("POST", "/sign-in", form("an", "x")).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.count { $0 == 429 } >= 25, "\(statuses)")
      let later = try await centre.ask("POST", "/sign-in", form("AN", TestCentre.password))
      #expect(later.status == 303, "nor do a guesser's failures")
    }
  }

  /// Concurrent attempts cannot exceed the limit together.
  @Test func concurrentGuessingIsNoFaster() async throws {
    try await run { centre in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...30 {
          group.addTask { try await centre.ask("POST", "/sign-in", form("an", "x")).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      // ten at once, one more at once, and a queue of three
      #expect(statuses.count { $0 == 401 } <= 14)
      #expect(statuses.allSatisfy { [401, 429, 503].contains($0) })
    }
  }

  /// A browser that has signed in has its own budget, whatever others do.
  @Test func recognizedBrowserIsNotSlowedByOthers() async throws {
    try await run { centre in
      let first = try await centre.ask("POST", "/sign-in", form("an", TestCentre.password))
      let browser = try #require(
        first.fields["set-cookie"]?.firstMatch(of: /__Host-browser=([A-Za-z0-9_-]{43});/)?.1)
      for _ in 1...10 {
        #expect(try await centre.ask("POST", "/sign-in", form("an", "x")).status == 401)
      }
      let cookie = ["Cookie": "__Host-browser=\(browser)"]
      for _ in 1...12 {
        let reply = try await centre.ask(
          "POST", "/sign-in", form("an", TestCentre.password), fields: cookie)
        #expect(reply.status == 303)
        #expect(reply.fields["set-cookie"]?.contains(browser) == true, "it keeps its secret")
      }
      for _ in 1...10 {
        let reply = try await centre.ask("POST", "/sign-in", form("an", "x"), fields: cookie)
        #expect(reply.status == 401)
      }
      let own = try await centre.ask("POST", "/sign-in", form("an", "x"), fields: cookie)
      #expect(own.status == 429, "its own failures count")
    }
  }

  @Test func rightPasswordsNeverWait() async throws {
    try await run { centre in
      for _ in 1...25 {
        let reply = try await centre.ask("POST", "/sign-in", form("an", TestCentre.password))
        #expect(reply.status == 303)
      }
    }
  }

  @Test func passwordChangeThrottlesOldPasswordGuesses() async throws {
    try await run { centre in
      let session = try await centre.session(of: "an")
      func change(_ old: String) async throws -> IncomingReply {
        let new = "mot%20cau%20khac%20han"
        let old = old.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return try await centre.ask(
          "POST", "/administration/account/password", "old=\(old)&password=\(new)&again=\(new)",
          session: session, formToken: FormToken.make(session: session))
      }
      for _ in 1...10 { #expect(try await change("x").status == 400) }
      #expect(try await change(TestCentre.password).status == 429)
      #expect(try await centre.ask("GET", "/administration", session: session).status == 200)
    }
  }

  @Test func sessionEndsAtCentresLimits() async throws {
    let clock = Clock()
    try await run(clock) { centre in
      let reply = try await centre.ask("POST", "/sign-in", form("an", TestCentre.password))
      let session = try #require(TestCentre.session(in: reply))
      for _ in 1...11 {
        clock.advance(3600)
        #expect(try await centre.ask("GET", "/administration", session: session).status == 200)
      }
      clock.advance(3601)
      #expect(try await centre.ask("GET", "/administration", session: session).status == 303)
    }
  }

  /// Viewing a link does not use it up, so that a program's preview does not spend it.
  @Test func viewingInvitationDoesNotUseIt() async throws {
    try await run { centre in
      let (_, secret) = try await centre.store.people.invite(
        "bo", role: .planner, scope: .country, now: Date())
      let path = "/invitations/\(secret)"
      for _ in 1...3 { #expect(try await centre.ask("GET", path).status == 200) }
      for (password, again) in [
        ("short", "short"), ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa"),
        ("bobobobobobo bo", "bobobobobobo bo"), ("mot cau de nho", "mot cau khac"),
      ] {
        let reply = try await centre.ask("POST", path, "password=\(password)&again=\(again)")
        #expect(reply.status == 400 && reply.fields["set-cookie"] == nil, "\(password)")
      }
      let good = "password=mot+cau+de+nho&again=mot+cau+de+nho"
      let set = try await centre.ask("POST", path, good)
      #expect(set.status == 303 && TestCentre.session(in: set) != nil)
      #expect(try await centre.ask("POST", path, good).status == 404)
      #expect(try await centre.ask("GET", path).status == 404)
    }
  }

  /// DNS rebinding: a foreign page whose name resolves to 127.0.0.1 can read nothing.
  @Test func demonstrationIsOnlyForLoopback() async throws {
    try await TestCentre.run { centre in
      for (host, page, program) in [
        ("localhost:8080", 200, 200), ("[::1]:8080", 200, 200),
        ("evil.example", 303, 401), ("127.0.0.1.evil.example", 303, 401),
        ("127.0.0.1@evil.example", 303, 401), ("[::1].evil.example", 303, 401),
        ("[::1]evil", 303, 401), ("127.0.0.1:80.evil.example", 303, 401),
        ("localhost.", 303, 401), ("127.0.0.+1", 303, 401), ("0.0.0.0", 303, 401),
      ] {
        let fields = ["Host": host]
        let shown = try await centre.ask("GET", "/policy", fields: fields)
        let told = try await centre.ask("GET", "/api/v1/communes/21250", fields: fields)
        #expect(shown.status == page && told.status == program, "\(host)")
        let metrics = try await centre.ask("GET", "/metrics", fields: fields)
        #expect(metrics.status == program, "\(host)")
      }
      for field in Self.forwardingFields {
        let fields = [field: "127.0.0.1"]
        #expect(try await centre.ask("GET", "/policy", fields: fields).status == 303, "\(field)")
        #expect(try await centre.ask("GET", "/metrics", fields: fields).status == 401, "\(field)")
      }
    }
  }

  /// Header fields that proxies add.
  private static let forwardingFields = [
    "X-Real-IP", "X-Forwarded-For", "x-forwarded-host", "X-Forwarded-Proto", "X-Forwarded-Port",
    "X-Forwarded-Server", "X-Forwarded", "Forwarded", "Via", "X-Client-IP", "True-Client-IP",
    "CF-Connecting-IP", "X-Original-Forwarded-For", "X-Cluster-Client-IP",
    "X-ARR-LOG-ID", "CF-RAY", "X-Varnish", "X-Amz-Cf-Id", "Front-End-Https",
    "X-Appengine-User-IP",
  ]

  @Test func programsCannotChangeAnything() async throws {
    try await run { centre in
      let token = try await centre.store.apiTokens.create(
        for: try await centre.user("an"), label: "x", now: Date()
      ).secret
      let session = try await centre.session(of: "an")
      // a token beside a session makes the caller a program
      let reply = try await centre.ask(
        "POST", "/administration/users", "name=bo&role=administrator", session: session,
        program: token, formToken: FormToken.make(session: session))
      #expect(reply.status == 403)
      #expect(try await centre.ask("GET", "/", program: "x").status == 401)
      #expect(try await centre.store.people.list().count == 1)
    }
  }

  /// An address that begins with two slashes must not come back as a link to another host.
  @Test func doubleSlashPathsMakeNoExternalLinks() async throws {
    try await run { centre in
      let session = try await centre.session(of: "an")
      let reply = try await centre.ask("GET", "//administration", session: session)
      #expect(!reply.text.contains("=\"//"))
    }
  }
}
