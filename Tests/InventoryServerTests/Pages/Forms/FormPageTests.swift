import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// Every form behaves alike, whatever becomes of it: see ``InventoryServer/FormPage``.
struct FormPageTests {
  private static let html = ["Accept": "text/html,application/xhtml+xml"]

  /// Runs `check` for every form of the access table that a signed-in administrator may submit.
  private func eachForm(
    _ check:
      @escaping @Sendable (
        _ centre: TestCentre, _ path: String, _ form: String, _ session: String
      ) async throws -> Void
  ) async throws {
    let table = try AccessTable()
    try await TestCentre.run(access: .signIn) { centre in
      try await centre.addPrincipals()
      let admin = try #require(AccessPrincipal.all.first { $0.name == "admin" })
      let session = try await centre.session(of: "admin")
      var count = 0
      for row in table.rows
      where row.isForm && !row.isPublic && !row.request.hasPrefix("/api/") {
        // No browser shows what a script asked for, and a form that ends a session saves nothing.
        if ["/check/line/slot", "/sign-out"].contains(row.request) { continue }
        let (path, form) = try await AccessFixtures(centre: centre, principal: admin).fill(row)
        try await check(centre, path, form, session)
        count += 1
      }
      #expect(count > 35)
    }
  }

  /// Expects a page at an address, as a browser follows it.
  private static func expectPage(
    _ address: String, _ centre: TestCentre, _ session: String, from form: String
  ) async throws {
    let asked = String(address.prefix { $0 != "#" })
    let page = try await centre.ask("GET", asked, session: session, fields: html)
    #expect(page.status == 200, "\(form) leads to \(address)")
    #expect(page.fields["content-type"]?.hasPrefix("text/html") == true, "\(address)")
  }

  @Test func addressesOfFormsLeadToTheirPages() async throws {
    try await eachForm { centre, path, _, session in
      let reply = try await centre.ask("GET", path, session: session, fields: Self.html)
      #expect([200, 303].contains(reply.status), "\(path): \(reply.status)")
      guard reply.status == 303 else { return }
      let place = try #require(reply.fields["location"])
      #expect(place.hasPrefix("/") && !place.hasPrefix("//") && !place.hasPrefix("/sign-in"))
      try await Self.expectPage(place, centre, session, from: path)
      // A program learns which methods there are.
      let program = try await centre.ask("GET", path, session: session)
      #expect(program.status == 405, "\(path)")
    }
  }

  /// A form of an ended session says so, and its links lead to pages.
  @Test func expiredFormsSaySo() async throws {
    try await eachForm { centre, path, form, session in
      let ended = FormToken.make(session: try await centre.session(of: "planner"))
      let reply = try await centre.ask(
        "POST", path, form, session: session, formToken: ended, fields: Self.html)
      #expect(reply.status == 403, "\(path): \(reply.status)")
      #expect(reply.text.contains("Biểu mẫu đã hết hạn"), "\(path)")
      #expect(!reply.text.contains("không được gửi từ trang"), "\(path)")
      #expect(!reply.text.contains(session), "\(path)")
      let links = reply.text.matches(of: /href="(\/[^"]*)"/).map {
        String($0.1).replacing("&amp;", with: "&")
      }
      let switches = links.filter { $0.contains("language=en") || $0.contains("paper=1") }
      #expect(!switches.isEmpty, "\(path)")
      for link in switches { try await Self.expectPage(link, centre, session, from: path) }
    }
  }

  /// Without a session nothing is saved, which the sign-in says; it leads back to the form's page.
  @Test func lostFormsSaySo() async throws {
    try await eachForm { centre, path, form, session in
      let reply = try await centre.ask("POST", path, form, fields: Self.html)
      #expect(reply.status == 303, "\(path)")
      let place = try #require(reply.fields["location"])
      let signIn = try await centre.ask("GET", place)
      #expect(signIn.text.contains("chưa lưu nội dung nào vừa gửi"), "\(path)")
      let then = try #require(
        signIn.text.firstMatch(of: /name="then" value="([^"]*)"/).map { String($0.1) })
      #expect(then != "", "\(path)")
      try await Self.expectPage(
        then.replacing("&amp;", with: "&"), centre, session, from: path)
    }
  }

  @Test(arguments: [
    (
      "/check/accounts?language=en", "commune=21250&machine=&status.official-mail=active",
      "/check?commune=21250&language=en&step=accounts"
    ),
    ("/communes/21250/visits", "scanners=2", "/communes/21250#visit-form"),
    (
      "/plan/saved", "budget=2000000000&province=51&name=x&without.line=on&made=1",
      "/plan?budget=2000000000&made=1&province=51&without.line=on#save"
    ),
    ("/programmes/2/purchases.csv", "", "/programmes/2"),
    ("/communes/%2F%2Fevil.example/notes", "note=x", "/communes/%2F%2Fevil.example#note-form"),
    (
      "/check/accounts", "commune=%23%2F%2Fevil.example",
      "/check?commune=%23%2F%2Fevil.example&step=accounts"
    ),
  ])
  func signInLeadsToTheForm(_ path: String, _ form: String, _ then: String) async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let reply = try await centre.ask("POST", path, form)
      #expect(reply.status == 303)
      let place = try #require(reply.fields["location"])
      let sent = try #require(URLComponents(string: place)?.queryItems)
      #expect(sent.first { $0.name == "then" }?.value == then)
      #expect(sent.first { $0.name == "lost" }?.value == "1")
    }
  }

  /// What was typed stays in a form of an ended session, with a token of the present one.
  @Test(arguments: [
    ("/communes/21250/attestations", "service=official-mail&note=s%E1%BB%91+1", #"value="số 1""#),
    ("/communes/21250/visits", "adequate=7&others=2&note=t%E1%BA%A1i+x%C3%A3", #"value="tại xã""#),
    ("/communes/21250/contact", "name=B%C3%A0+Lan&phone=0255+3822+123", #"value="Bà Lan""#),
    ("/communes/21250/notes", "note=G%E1%BB%8Di+s%C3%A1ng", #"value="Gọi sáng""#),
    ("/plan/saved", "budget=2000000000&province=51&name=%C4%90%E1%BB%A3t+1", #"value="Đợt 1""#),
    ("/administration/users", "name=binh&role=planner&province=51", #"value="binh""#),
    ("/administration/tokens", "commune=21250&province=51&uses=7&days=9", #"value="7""#),
    ("/administration/programs", "label=b%C3%A1o+c%C3%A1o&days=30", #"value="báo cáo""#),
    ("/administration/programs", "label=x&records=yes", #"name="records" value="yes" checked"#),
    (
      "/administration/account/password", "old=x&password=y&keepPrograms=yes",
      #"name="keepPrograms" value="yes" checked"#
    ),
    (
      "/check/accounts", "commune=21250&until.official-mail=2030-01-01",
      #"name="until.official-mail" value="2030-01-01""#
    ),
  ])
  func expiredFormsKeepInput(_ path: String, _ form: String, _ kept: String) async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("an", .administrator, .country)
      let (before, session) = (
        try await centre.session(of: "an"), try await centre.session(of: "an")
      )
      let reply = try await centre.ask(
        "POST", path, form, session: session, formToken: FormToken.make(session: before))
      #expect(reply.status == 403)
      #expect(reply.text.contains(kept), "\(path)")
      #expect(reply.text.contains(#"role="alert""#) && reply.text.contains("Biểu mẫu đã hết hạn"))
      let tokens = reply.text.matches(of: /name="token" value="([^"]*)"/).map {
        String($0.1).replacing("&#43;", with: "+").replacing("&#x2B;", with: "+")
      }
      #expect(tokens.count > 1)
      for token in tokens { #expect(FormToken.finding(token, session: session) == .own) }
    }
  }

  /// Success is announced in the section to which the browser is taken.
  @Test(arguments: [
    ("attested", "services"), ("withdrawn", "services"), ("visitRecorded", "visits"),
    ("visitWithdrawn", "visits"), ("contactChanged", "contact"), ("noteAdded", "contact"),
    ("noteRemoved", "contact"),
  ])
  func successIsAnnouncedWhereTheBrowserJumpsTo(_ done: String, _ section: String) async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("an", .administrator, .country)
      let session = try await centre.session(of: "an")
      let page = try await centre.ask(
        "GET", "/communes/21250?done=\(done)", session: session
      ).text
      #expect(page.matches(of: /class="done"/).count == 1)
      let place = try #require(page.range(of: "id=\"\(section)\""))
      let notice = try #require(page.range(of: "class=\"done\""))
      let between = page[place.upperBound..<notice.lowerBound]
      // Only the heading stands between.
      #expect(between.utf8.count < 200, "\(between)")
    }
  }
}
