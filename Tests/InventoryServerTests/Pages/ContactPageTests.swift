import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

struct ContactPageTests {
  private static let contact =
    "name=H%E1%BB%93ng+%3Cb%3E&phone=%2B84+905+123+456&email=hoa%40example.gov.vn"

  private func session(
    _ centre: TestCentre, _ name: String, _ role: UserRole, _ scope: Scope
  ) async throws -> String {
    _ = try await centre.addUser(name, role, scope)
    return try await centre.session(of: name)
  }

  @Test func contactIsShownOnlyToAuthorisedUsers() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let officer = try await session(centre, "officer", .officer, .commune("21250"))
      let planner = try await session(centre, "planner", .planner, .province("51"))
      let sent = try await centre.ask(
        "POST", "/communes/21250/contact", Self.contact, session: officer,
        formToken: FormToken.make(session: officer))
      #expect(sent.status == 303)
      #expect(sent.fields["location"] == "/communes/21250?done=contactChanged#contact")
      for session in [officer, planner] {
        let page = try await centre.ask("GET", "/communes/21250?language=en", session: session)
        #expect(page.text.contains(#"href="tel:+84905123456">+84 905 123 456<"#))
        #expect(page.text.contains(#"href="mailto:hoa@example.gov.vn""#))
        #expect(page.text.contains("Hồng &lt;b&gt;") && !page.text.contains("Hồng <b>"))
        #expect(page.text.contains("/communes/21250/contact") == (session == officer))
      }
      // Programs see it in the document if their user may manage the commune, and on no page.
      for (name, sees) in [("officer", true), ("planner", false)] {
        let program = try await centre.store.apiTokens.create(
          for: try await centre.user(name), label: "x", now: Date()
        ).secret
        let document = try await centre.ask("GET", "/api/v1/communes/21250", program: program)
        #expect(document.status == 200)
        #expect(document.text.contains("905 123 456") == sees, "\(name)")
        #expect(document.text.contains(#""contact""#) == sees, "\(name)")
        let page = try await centre.ask("GET", "/communes/21250", program: program)
        #expect(page.status == 200 && !page.text.contains("905"), "\(name)")
      }
    }
  }

  @Test func contactIsHiddenInDemonstration() async throws {
    try await TestCentre.run { centre in
      try await centre.store.communes.setContact(
        ContactDetails(name: "Hoa", phone: "0905 123 456", email: nil), of: "21250",
        within: .country, by: nil, now: Date())
      for path in [
        "/communes/21250", "/api/v1/communes/21250", "/coverage/machines",
        "/coverage/machines.csv",
      ] {
        let reply = try await centre.get(path)
        #expect(reply.status == 200 && !reply.text.contains("0905"), "\(path)")
      }
    }
  }

  /// The typed values are kept, and the page is in the reader's language.
  @Test func rejectedContactFormIsRedisplayed() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let session = try await session(centre, "a", .officer, .country)
      for (form, says) in [
        ("name=Hoa&phone=javascript%3A1", "phone number has 3 to 15"),
        ("name=Hoa&email=a%40b.vn%0D%0ABcc%3Ax%40y.vn", "one email address"),
        ("name=Hoa%0AAn", "on one line"),
      ] {
        let reply = try await centre.ask(
          "POST", "/communes/21250/contact?language=en", form, session: session,
          formToken: FormToken.make(session: session))
        #expect(reply.status == 400 && reply.text.contains(says), "\(form)")
        #expect(reply.text.contains(#"value="Hoa"#), "\(form)")
        #expect(reply.text.contains(#"<details class="attest" open>"#), "\(form)")
      }
      #expect(try await centre.store.communes.contact(of: "21250", within: .country) == nil)
      let empty = try await centre.ask(
        "POST", "/communes/21250/notes?language=vi", "note=++", session: session,
        formToken: FormToken.make(session: session))
      #expect(empty.status == 400 && empty.text.contains("Ghi chú còn trống"))
    }
  }

  @Test func notesAreEscapedAndRemoved() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let session = try await session(centre, "a", .officer, .country)
      let token = FormToken.make(session: session)
      let added = try await centre.ask(
        "POST", "/communes/21250/notes", "note=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        session: session, formToken: token)
      #expect(added.status == 303)
      let page = try await centre.ask("GET", "/communes/21250", session: session)
      #expect(page.text.contains("&lt;script&gt;alert(1)") && !page.text.contains("<script>alert"))
      let number = try #require(
        page.text.firstMatch(of: /name="note" value="(\d+)"/).map { String($0.1) })
      let removed = try await centre.ask(
        "POST", "/communes/21250/notes/remove", "note=\(number)", session: session,
        formToken: token)
      #expect(removed.status == 303)
      #expect(
        try await centre.ask(
          "POST", "/communes/21250/notes/remove", "note=\(number)", session: session,
          formToken: token
        ).status == 409)
    }
  }

  @Test func notesOfOthersHaveNoButton() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      try await centre.store.communes.addNote(
        "gọi buổi sáng", to: "21250", within: .country, by: nil, now: TestClock().now)
      let number = try await centre.store.communes.notes(of: "21250", within: .country)[0].number
      for (name, role, isAllowed) in [("a", UserRole.officer, false), ("b", .administrator, true)] {
        let session = try await session(centre, name, role, .country)
        let page = try await centre.ask("GET", "/communes/21250", session: session)
        #expect(page.text.contains("gọi buổi sáng"))
        #expect(page.text.contains("/notes/remove") == isAllowed)
        let reply = try await centre.ask(
          "POST", "/communes/21250/notes/remove?language=vi", "note=\(number)", session: session,
          formToken: FormToken.make(session: session))
        #expect(reply.status == (isAllowed ? 303 : 403))
        if !isAllowed {
          #expect(reply.text.contains("hoặc quản trị viên được xóa"), "\(reply.text)")
        }
      }
    }
  }

  @Test func silentMachinesListShowsContacts() async throws {
    let clock = TestClock()
    try await TestCentre.run(access: .signIn, now: { clock.now }) { centre in
      let agent = try await centre.enrol()
      _ = try await centre.send(try agent.report())
      _ = try await centre.addUser("a", .planner, .province("51"))
      clock.advance(toDay: 33)
      let session = try await centre.session(of: "a", now: clock.now)
      try await centre.store.communes.setContact(
        ContactDetails(name: "=Hoa", phone: "0905 123 456", email: nil), of: "21250",
        within: .country, by: nil, now: clock.now)
      for query in ["", "?since=30", "?province=51&language=en"] {
        let reply = try await centre.ask("GET", "/coverage/machines\(query)", session: session)
        #expect(reply.status == 200, "\(query)")
        #expect(reply.text.contains("/machines/\(agent.machine)"), "\(query)")
        #expect(reply.text.contains(#"href="tel:0905123456""#), "\(query)")
      }
      let none = try await centre.ask("GET", "/coverage/machines?since=7", session: session)
      #expect(none.status == 200 && !none.text.contains(agent.machine))
      let table = try await centre.ask("GET", "/coverage/machines.csv", session: session)
      #expect(table.text.contains("'=Hoa") && table.text.contains(agent.machine))
      for bad in ["0", "-1", "x", "99999", "1e2"] {
        let reply = try await centre.ask(
          "GET", "/coverage/machines?since=\(bad)", session: session)
        #expect(reply.status == 400 && reply.text.contains("3650"), "\(bad)")
      }
      #expect(
        try await centre.ask("GET", "/coverage/machines?province=01", session: session).status
          == 404)
    }
  }
}
