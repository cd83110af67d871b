import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// A refused form is shown again as typed, in the page's language.
struct RefusedFormTests {
  private func post(
    _ path: String, _ form: String, language: String,
    _ expect: @escaping @Sendable (_ page: String) -> Void
  ) async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("a", .officer, .country)
      let session = try await centre.session(of: "a")
      let reply = try await centre.ask(
        "POST", "\(path)?language=\(language)", form, session: session,
        formToken: FormToken.make(session: session))
      #expect([400, 409].contains(reply.status), "\(form): \(reply.status)")
      expect(reply.text)
    }
  }

  @Test(arguments: [
    (
      "service=official-mail&status=active&until=2020-01-01&note=s%E1%BB%91+1", "đã qua",
      "has passed"
    ),
    ("service=official-mail&status=active&until=morgen&note=s%E1%BB%91+1", "", ""),
    ("service=official-mail&status=perhaps&note=s%E1%BB%91+1", "Hãy xác nhận một", "Attest one of"),
    ("service=Official+Mail&status=active&note=s%E1%BB%91+1", "Hãy ghi tên ngắn", "short name"),
  ])
  func rejectedAttestationKeepsInput(_ form: String, _ vietnamese: String, _ english: String)
    async throws
  {
    for (language, says, not) in [("vi", vietnamese, english), ("en", english, vietnamese)] {
      try await post("/communes/21250/attestations", form, language: language) { page in
        #expect(page.contains(#"name="note" value="số 1""#), "\(form)")
        #expect(page.contains(#"<details id="attest-form" class="attest" open>"#), "\(form)")
        #expect(page.contains(#"class="fault" role="alert""#), "\(form)")
        // In the words of the form, not by the names that programs use.
        #expect(!page.contains("notIssued,") && !page.contains("&quot;expired&quot;"))
        if !says.isEmpty {
          #expect(page.contains(says) && !page.contains(not), "\(language) \(form)")
        }
        if form.contains("service=official-mail") {
          #expect(page.contains(#"<option value="official-mail" selected>"#), "\(form)")
        }
        if form.contains("status=active") {
          #expect(page.contains(#"<option value="active" selected>"#), "\(form)")
        }
        if form.contains("2020") { #expect(page.contains(#"value="2020-01-01""#)) }
      }
    }
  }

  @Test func rejectedVisitKeepsInput() async throws {
    for (language, says) in [("vi", "Hãy ghi cả hai số máy tính"), ("en", "Give both counts")] {
      try await post(
        "/communes/21250/visits", "adequate=7&line=12%2C5&note=t%E1%BA%A1i+x%C3%A3",
        language: language
      ) { page in
        #expect(page.contains(says))
        #expect(page.contains(#"name="adequate" value="7""#))
        #expect(page.contains(#"name="line" value="12,5""#))
        #expect(page.contains(#"name="note" value="tại xã""#))
      }
    }
  }

  @Test func rejectedNoteReopensForm() async throws {
    try await post("/communes/21250/notes", "note=%07", language: "vi") { page in
      #expect(page.contains("Ghi chú trống: hãy nhập"))
      #expect(page.contains(#"<details class="attest" open>"#))
    }
  }

  /// Limits are named in the unit in which the form asks.
  @Test(arguments: [
    ("line=99999999", "“99999999” quá lớn (Đường truyền, chiều chậm hơn (Mbit/s)): nhập từ 0"),
    ("line=1000001", "nhập từ 0 đến 1.000.000."),
    ("scanners=10001", "“10001” quá lớn (Số máy quét dùng được): nhập từ 0 đến 10.000."),
  ])
  func visitNamesItsLimits(_ form: String, _ says: String) async throws {
    try await post("/communes/21250/visits", form, language: "vi") { page in
      #expect(page.contains(says) && !page.contains("bit/s.<"))
    }
  }

  @Test func rejectedServiceCheckKeepsInput() async throws {
    try await post(
      "/check/accounts",
      "commune=21250&status.official-mail=active&until.official-mail=2020-01-01", language: "vi"
    ) { page in
      #expect(page.contains(#"<option value="active" selected>"#))
      #expect(page.contains(#"name="until.official-mail" value="2020-01-01""#))
    }
  }

  @Test func rejectedKeyRevocationReopensForm() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let machine = try await centre.enrol().machine
      _ = try await centre.addUser("a", .officer, .country)
      let session = try await centre.session(of: "a")
      func revoke(_ reason: String) async throws -> IncomingReply {
        try await centre.ask(
          "POST", "/machines/\(machine)/keys/1/revoke", "reason=\(reason)", session: session,
          formToken: FormToken.make(session: session))
      }
      let refused = try await revoke("%E2%80%AE")
      #expect(refused.status == 400)
      #expect(refused.text.contains("<details class=\"act revoke noprint\" open>"))
      #expect(try await revoke("stolen").status == 303)
      #expect(try await revoke("stolen").status == 409)
    }
  }

  @Test func rejectedTokenFormKeepsInput() async throws {
    try await post(
      "/administration/tokens", "commune=21250&province=51&uses=7&days=9&server=%22x",
      language: "vi"
    ) { page in
      #expect(page.contains(#"name="uses" type="number" min="1" max="10000" value="7""#))
      #expect(page.contains(#"max="365" value="9""#))
    }
  }

  /// Cards name the agents' own address if there is one, not that of the pages.
  @Test(arguments: [nil, "https://centre.example.vn:8444"])
  func cardsNameTheAgentsOwnAddress(_ address: String?) async throws {
    try await TestCentre.run(access: .signIn, agentsURL: address) { centre in
      _ = try await centre.addUser("a", .officer, .country)
      let session = try await centre.session(of: "a")
      let form = try await centre.ask("GET", "/administration/tokens", session: session)
      let made = try await centre.ask(
        "POST", "/administration/tokens", "commune=21250&uses=7&days=9", session: session,
        formToken: FormToken.make(session: session))
      for page in [form, made] {
        #expect(page.status == 200)
        #expect(page.text.contains("https://centre.example.vn:8444") == (address != nil))
      }
    }
  }

  @Test func rejectedMachineActionsKeepInput() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      let agent = try await centre.enrol()
      _ = try await centre.addUser("a", .officer, .country)
      let session = try await centre.session(of: "a")
      let long = String(repeating: "x", count: 400)
      for (path, form, kept) in [
        ("merge", "sure=yes&into=abc", #"name="into" value="abc""#),
        ("quarantine", "reason=\(long)", long),
      ] {
        let reply = try await centre.ask(
          "POST", "/machines/\(agent.machine)/\(path)", form, session: session,
          formToken: FormToken.make(session: session))
        guard reply.status != 303 else { continue }
        #expect([400, 409].contains(reply.status), "\(path): \(reply.status)")
        #expect(reply.text.contains(kept), "\(path)")
        #expect(reply.text.contains(#"<details class="act \#(path)" open>"#), "\(path)")
      }
    }
  }
}
