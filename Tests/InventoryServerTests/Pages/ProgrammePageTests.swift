import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// The forms of a programme's page, as a planner uses them.
struct ProgrammePageTests {
  /// The address of a programme that visits every commune of the province.
  private func adopt(
    _ name: String, _ centre: TestCentre, _ session: String
  ) async throws -> (plan: String, programme: String) {
    let token = FormToken.make(session: session)
    let budget = 5_000_000_000 + Int.random(in: 1..<1_000_000_000)
    let saved = try await centre.ask(
      "POST", "/plan/saved", "budget=\(budget)&province=51&name=\(UUID())", session: session,
      formToken: token)
    let plan = try #require(saved.fields["location"]).prefix { $0 != "?" }
    let adopted = try await centre.ask(
      "POST", "\(plan)/adopt", "name=\(name)&sure=yes", session: session, formToken: token)
    let programme = try #require(adopted.fields["location"]).prefix { $0 != "?" }
    return (String(plan), String(programme))
  }

  private func run(
    _ test: @escaping @Sendable (TestCentre, _ session: String) async throws -> Void
  ) async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("an", .planner, .country)
      try await test(centre, try await centre.session(of: "an"))
    }
  }

  /// Faults name items and write figures and days as the page does.
  @Test(arguments: [
    (
      "vi",
      "đã được ghi nhận cho Kiểm tra thực tế của đơn vị 21250, ngày 01/11/2026",
      "là 1 đồng, trong khi chương trình ghi 3.000.000 đồng", "ngày 01/01/2035"
    ),
    (
      "en", "is recorded already for Visit of commune 21250, of 1 Nov 2026",
      "is 1 VND, but 3,000,000 in the programme", "the day 1 Jan 2035 is"
    ),
  ])
  func faultsSpeakAsThePageDoes(
    _ language: String, _ twice: String, _ price: String, _ day: String
  ) async throws {
    try await run { centre, session in
      let (_, programme) = try await adopt("x", centre, session)
      func post(_ part: String, _ form: String) async throws -> String {
        try await centre.ask(
          "POST", "\(programme)/\(part)?language=\(language)", form, session: session,
          formToken: FormToken.make(session: session)
        ).text
      }
      let order = "kind=order&commune=21250&item=(visit)&count=1&document=HD"
      _ = try await post("purchases", order + "&day=1/11/2026")
      let again = try await post("purchases", order + "&day=2026-11-02")
      #expect(again.contains(twice))
      let cheap = try await post("purchases", order + "2&day=2026-11-02&price=1")
      #expect(cheap.contains(price), "\(cheap.matches(of: /<li>[^<]*<\/li>/).map { $0.0 })")
      let future = try await post("purchases", order + "3&day=1/1/2035")
      #expect(future.contains(day))
      let count = try await post(
        "changes", "commune=21250&item=(visit)&field=count&value=0&reason=x")
      for page in [again, cheap, future, count] {
        let fault = try #require(page.firstMatch(of: /<div class="fault"[\s\S]*?<\/div>/)).0
        #expect(!fault.contains("(visit)"), "\(fault)")
        #expect(!fault.contains("2026-") && !fault.contains("2035-"), "\(fault)")
      }
    }
  }

  /// A name in use is a fault of the form, which is shown again.
  @Test func takenNameIsCorrectedInTheForm() async throws {
    try await run { centre, session in
      _ = try await adopt("Một", centre, session)
      let (plan, _) = try await adopt("Hai", centre, session)
      let reply = try await centre.ask(
        "POST", "\(plan)/adopt", "name=M%E1%BB%99t&sure=yes", session: session,
        formToken: FormToken.make(session: session))
      #expect(reply.status == 409)
      #expect(reply.text.contains(#"<details id="adopt" class="act noprint" open>"#))
      #expect(reply.text.contains(#"name="name" value="Một""#))
      #expect(!reply.text.contains("gười khác"))
    }
  }

  /// A template that is filled in only in part is recorded, and the page says what was skipped.
  @Test(arguments: [
    ("vi", "Bỏ qua 95 dòng"), ("en", "Skipped lines with neither day nor document: 95"),
  ])
  func partOfATemplateIsRecorded(_ language: String, _ said: String) async throws {
    try await run { centre, session in
      let (_, programme) = try await adopt("x", centre, session)
      let template = try await centre.ask("GET", "\(programme)/template.csv", session: session).text
      var lines = template.split(separator: "\r\n").map(String.init)
      #expect(lines.count == 97)
      let mine = try #require(lines.firstIndex { $0.contains("21250") })
      lines[mine] = "order;21250;(visit);30/10/2026;1;;HĐ-1;".replacing(";", with: ",")
      let boundary = "b0undary"
      let body = """
        --\(boundary)\r\nContent-Disposition: form-data; name="token"\r\n\r\n\
        \(FormToken.make(session: session))\r\n--\(boundary)\r\nContent-Disposition: form-data; \
        name="table"; filename="t.csv"\r\nContent-Type: text/csv\r\n\r\n\
        \(lines.joined(separator: "\r\n"))\r\n--\(boundary)--\r\n
        """
      let reply = try await centre.ask(
        "POST", "\(programme)/purchases.csv?language=\(language)", body, session: session,
        fields: ["Content-Type": "multipart/form-data; boundary=\(boundary)"])
      #expect(reply.status == 303, "\(reply.text.prefix(3000))")
      let place = try #require(reply.fields["location"])
      let page = try await centre.ask(
        "GET", "\(place)&language=\(language)", session: session)
      #expect(page.text.contains(said))
    }
  }
}
