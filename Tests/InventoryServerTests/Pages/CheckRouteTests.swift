import Compression
import Delivery
import Foundation
import InventoryStore
import ScanReading
import Testing

@testable import InventoryServer

/// `/check`: who is admitted, what is stored, and what is refused.
struct CheckRouteTests {
  private static let subject = "commune=21250"

  private func visit(
    _ test: @escaping @Sendable (TestCentre, String) async throws -> Void
  ) async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("officer", .officer, .province("51"))
      try await test(centre, try await centre.session(of: "officer"))
    }
  }

  private func post(
    _ centre: TestCentre, _ session: String, _ path: String, _ form: String
  ) async throws -> IncomingReply {
    try await centre.ask(
      "POST", path, form, session: session, formToken: FormToken.make(session: session))
  }

  @Test func everyStepHasPageInBothLanguages() async throws {
    try await visit { centre, session in
      for step in CheckStep.allCases {
        for language in ["vi", "en"] {
          let reply = try await centre.ask(
            "GET", "/check?\(Self.subject)&step=\(step.rawValue)&language=\(language)",
            session: session)
          #expect(reply.status == 200)
          #expect(reply.text.contains("<html lang=\"\(language)\""))
          #expect(!reply.text.contains(">check."), "a text is missing: \(step)")
          let policy = reply.fields["content-security-policy"] ?? ""
          #expect(policy.contains("script-src 'self';"))
          #expect(policy.contains("https://mail.example.vn") == (step == .services))
        }
      }
    }
  }

  /// A line of 256 kbit/s carries all of it in two seconds.
  @Test func stepPagesAreSmall() async throws {
    try await visit { centre, session in
      for step in CheckStep.allCases {
        let page = try await centre.ask(
          "GET", "/check?\(Self.subject)&step=\(step.rawValue)", session: session)
        var bytes = try packed(page.body)
        for asset in page.text.matches(of: /(?:href|src)="(\/assets\/[^"]+)"/) {
          bytes += try packed(await centre.get(String(asset.1)).body)
        }
        #expect(bytes <= 60_000, "\(step): \(bytes) bytes")
      }
    }
  }

  private func packed(_ body: Data) throws -> Int {
    try #require(GzipEncoder.encode(body, level: 6)).count
  }

  @Test func systemCheckIsStoredWithAuthor() async throws {
    try await visit { centre, session in
      let reply = try await post(
        centre, session, "/check/system", "\(Self.subject)&platform=Windows&version=15.0.0")
      #expect(reply.status == 303)
      #expect(reply.fields["location"]?.contains("step=services") == true)
      let kept = try await centre.store.checks.latest(of: "21250", within: .country)
      #expect(kept.map(\.facts) == [.system(.init(name: "Windows 11", isMobile: false))])
      let page = try await centre.ask("GET", "/communes/21250", session: session)
      #expect(page.text.contains("Windows 11") && page.text.contains("officer"))
      let bad = try await post(
        centre, session, "/check/system", "\(Self.subject)&platform=Windows&version=x")
      #expect(bad.status == 400)
    }
  }

  @Test func systemNamesAreRecognised() {
    func name(_ platform: String, _ version: String) -> String? {
      SystemGuess.system(platform: platform, version: version, isMobile: false)?.name
    }
    #expect(name("Windows", "0.1.0") == "Windows 7")
    #expect(name("Windows", "0.3") == "Windows 8.1")
    #expect(name("Windows", "10.0.0") == "Windows 10")
    #expect(name("Windows", "15.0.0") == "Windows 11")
    #expect(name("Windows", "11.0.0") == nil)
    #expect(name("Windows", "") == nil)
    #expect(name("Android", "14") == "Android")
    #expect(name("<b>", "1") == nil)
  }

  /// A browser's line figures are accepted only for bytes that moved in its slot.
  @Test func lineFiguresRequireTransferredBytes() async throws {
    try await visit { centre, session in
      let granted = try await post(centre, session, "/check/line/slot", Self.subject)
      let slot = try #require(granted.text.firstMatch(of: /"slot":"([0-9a-f]+)"/)).1
      let again = try await post(centre, session, "/check/line/slot", Self.subject)
      #expect(again.text.contains("\"granted\":true"), "its own slot is given anew")
      let own = try #require(again.text.firstMatch(of: /"slot":"([0-9a-f]+)"/)).1
      for form in [
        "slot=\(slot)&download=1000&upload=1000", "slot=\(own)&download=20000000&upload=20000000",
        "slot=\(own)&download=-1&upload=1", "slot=\(own)",
      ] {
        let reply = try await post(
          centre, session, "/check/line", "\(Self.subject)&settled=yes&\(form)")
        #expect(reply.status == 400)
      }
      #expect(try await centre.store.checks.latest(of: "21250", within: .country).isEmpty)
    }
  }

  /// Unknown fields are refused rather than silently dropped; nothing of the form is kept.
  @Test(arguments: [
    ("until.treasury-payment=2099-01-31", "chưa chọn tình trạng"),
    ("status.treasury-payment=active&until.treasury-payment=2001-01-31", "đã qua"),
    ("", "Chưa chọn tình trạng nào"),
  ])
  func invalidAttestationsAreRejectedEntirely(_ form: String, _ reason: String) async throws {
    try await visit { centre, session in
      let mail = form.isEmpty ? "" : "&status.official-mail=active"
      let reply = try await post(
        centre, session, "/check/accounts", "\(Self.subject)\(mail)&\(form)")
      #expect(reply.status == 400)
      #expect(reply.text.contains(reason))
      let details = try await centre.store.communes.details(
        "21250", within: .country, now: Date())
      #expect(details.attestations.isEmpty)
    }
  }

  @Test func scanProvesScanner() async throws {
    try await visit { centre, session in
      let code = try await centre.store.checks.makeSheet(
        commune: "21250", machine: nil, within: .country, now: Date())
      let photo = ScanFinding(
        kind: .jpeg, codes: [.init(text: code, signs: [.perspective])])
      #expect(try await scan(centre, session, photo).status == 400)
      #expect(try await centre.store.checks.latest(of: "21250", within: .country).isEmpty)
      let good = ScanFinding(kind: .pdf, codes: [.init(text: code, signs: [])])
      #expect(try await scan(centre, session, good).status == 303)
      let used = try await scan(centre, session, good)
      #expect(used.status == 400 && used.text.contains("Tờ kiểm tra này đã được dùng"))
      let kept = try await centre.store.checks.latest(of: "21250", within: .country)
      #expect(kept.map(\.facts) == [.scanner(.init(format: "pdf", signs: []))])
    }
  }

  /// As for reports: the remaining disk space is reserved for people's decisions.
  @Test func nearlyFullDiskRejectsScans() async throws {
    var limits = TestCentre.limits
    limits.disk.leastFreePercent = 100
    try await TestCentre.run(access: .signIn, limits: limits) { centre in
      _ = try await centre.addUser("officer", .officer, .province("51"))
      let session = try await centre.session(of: "officer")
      let code = try await centre.store.checks.makeSheet(
        commune: "21250", machine: nil, within: .country, now: Date())
      let good = ScanFinding(kind: .pdf, codes: [.init(text: code, signs: [])])
      for (language, says) in [("vi", "Ổ đĩa của máy chủ gần đầy"), ("en", "disk is nearly full")] {
        let reply = try await scan(centre, session, good, query: "?language=\(language)")
        #expect(reply.status == 503 && reply.text.contains(says), "\(reply.text)")
        #expect(reply.fields["retry-after"] == "120")
      }
      #expect(try await centre.store.checks.latest(of: "21250", within: .country).isEmpty)
      let page = "/check?\(Self.subject)&step=scanner"
      #expect(try await centre.ask("GET", page, session: session).status == 200)
      let told = try await post(
        centre, session, "/check/system", "\(Self.subject)&platform=Windows&version=15.0.0")
      #expect(told.status == 303)
    }
  }

  /// A visitor with a link has no account: no page asks for one, each leads back to the check.
  @Test func linkVisitorsAreNotSentToSignIn() async throws {
    try await visit { centre, _ in
      let officer = try await centre.user("officer")
      let checks = centre.store.checks
      let link = try await checks.makeLink(
        commune: "21250", within: .country, by: officer, now: Date())
      let opened = try await centre.ask("POST", "/check/open/\(link)")
      let cookie = try #require(opened.fields["set-cookie"]?.split(separator: ";").first)
      let fields = ["Cookie": String(cookie)]
      #expect(opened.status == 303)

      let again = try await centre.ask("POST", "/check/open/\(link)", fields: fields)
      #expect(again.status == 403 && again.text.contains("href=\"/check\">Về phần tự kiểm tra"))
      let wrong = try await centre.ask("POST", "/check/open/x")
      #expect(wrong.status == 403 && wrong.text.contains("đề nghị người gửi cấp đường dẫn mới"))
      #expect(!wrong.text.contains("Về trang") && !wrong.text.contains("Về phần"))
      let faulty = try await centre.ask("POST", "/check/scan", "x=1", fields: fields)
      #expect(faulty.status == 403, "without the token of its form")
      #expect(faulty.text.contains("href=\"/check?step=scanner\">Về phần tự kiểm tra"))

      let name = cookie.split(separator: "=").first ?? ""
      let over = try await centre.ask("GET", "/check", fields: ["Cookie": "\(name)=gone"])
      #expect(over.status == 403 && over.text.contains("hết hạn"))
    }
  }

  @Test func badScansAreRejectedWithReason() async throws {
    try await visit { centre, session in
      let findings: [(ScanFinding, String)] = [
        (.init(refusal: .tooLarge), "Ảnh quá lớn"),
        (.init(refusal: .tooManyPages), "quá nhiều trang"),
        (.init(refusal: .truncated), "không đầy đủ"),
        (.init(refusal: .wrongType), "không phải PDF"),
        (.init(kind: .pdf), "Không tìm thấy mã"),
        (.init(kind: .pdf, codes: [.init(text: "https://x.example", signs: [])]), "không phải do"),
        (
          .init(
            kind: .pdf, codes: [.init(text: "COMMUNE-CHECK:AAAAAAAAAAAAAAAAAAAAAA", signs: [])]),
          "không phải do"
        ),
      ]
      for (finding, reason) in findings {
        let reply = try await scan(centre, session, finding)
        #expect(reply.status == 400)
        #expect(reply.text.contains(reason), "\(finding)")
      }
      #expect(try await centre.store.checks.latest(of: "21250", within: .country).isEmpty)
    }
  }

  /// The form token precedes the file; without it nothing is accepted.
  @Test func scanWithoutTokenIsRejected() async throws {
    try await visit { centre, session in
      let reply = try await scan(
        centre, session, ScanFinding(kind: .pdf), token: "x")
      #expect(reply.status == 403)
    }
  }

  @Test func linkWorksOnceAndCannotAttest() async throws {
    try await visit { centre, session in
      let made = try await post(centre, session, "/check/links", Self.subject)
      let path = try #require(made.text.firstMatch(of: /\/check\/open\/[A-Za-z0-9_-]{43}/)).0
      let open = try await centre.ask("POST", String(path))
      let cookie = try #require(
        open.fields["set-cookie"]?.firstMatch(of: /__Host-check=([A-Za-z0-9_-]+);/)
      ).1
      #expect(try await centre.ask("POST", String(path)).status == 403)
      let fields = ["Cookie": "__Host-check=\(cookie)"]
      #expect(try await centre.ask("GET", "/check", fields: fields).status == 200)
      let other = try await centre.ask("GET", "/check?commune=00004", fields: fields)
      #expect(other.status == 404)
      let token = FormToken.make(session: String(cookie))
      let attested = try await centre.ask(
        "POST", "/check/accounts", "\(Self.subject)&status.official-mail=active",
        formToken: token, fields: fields)
      #expect(attested.status == 403)
      let system = try await centre.ask(
        "POST", "/check/system", "platform=Windows&version=10.0.0", formToken: token,
        fields: fields)
      #expect(system.status == 303)
      let kept = try await centre.store.checks.latest(of: "21250", within: .country)
      #expect(kept.first?.isByLink == true && kept.first?.foundBy == "officer")
    }
  }

  private func scan(
    _ centre: TestCentre, _ session: String, _ finding: ScanFinding, token: String? = nil,
    query: String = ""
  ) async throws -> IncomingReply {
    let file = String(decoding: try JSONEncoder().encode(finding), as: UTF8.self)
    let token = token ?? FormToken.make(session: session)
    let body = [("token", token), ("commune", "21250"), ("machine", "")].map {
      "--xyz\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n"
    }.joined()
    return try await centre.ask(
      "POST", "/check/scan\(query)",
      "\(body)--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"s.pdf\"\r\nContent-Type: application/pdf\r\n\r\n\(file)\r\n--xyz--\r\n",
      session: session, fields: ["Content-Type": "multipart/form-data; boundary=xyz"])
  }
}
