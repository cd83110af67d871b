import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// The letters that a user chooses on the account page.
struct LetterPageTests {
  @Test func letterSettingsAreChosenOnAccountPage() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("an", .planner, .province("51"))
      let session = try await centre.session(of: "an")
      func post(_ form: String) async throws -> IncomingReply {
        try await centre.ask(
          "POST", "/administration/account/letters", form, session: session,
          formToken: FormToken.make(session: session))
      }
      let password =
        TestCentre.password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      let wish = "email=an%40example.gov.vn&period=daily&letterLanguage=en"
      // An open browser is not enough to send letters to another address.
      for (form, status) in [
        (wish, 400), (wish + "&old=x", 400),
        ("email=an%40example.gov.vn%0ABcc%3A+b%40example.vn&period=daily&old=\(password)", 400),
        ("email=a%40example.vn%2Cb%40example.vn&period=daily&old=\(password)", 400),
        ("period=daily&letterLanguage=en", 400), ("period=hourly&letterLanguage=en", 400),
        ("period=none&letterLanguage=fr", 400),
      ] {
        let reply = try await post(form)
        #expect(reply.status == status && reply.text.contains(#"role="alert""#), "\(form)")
        #expect(try await centre.store.letters.reader("an").settings == LetterSettings())
      }
      let saved = try await post(wish + "&old=\(password)")
      #expect(saved.status == 303)
      #expect(
        try await centre.store.letters.reader("an").settings
          == LetterSettings(email: "an@example.gov.vn", language: .en, period: .daily))
      let page = try await centre.ask(
        "GET", "/administration/account?language=en&done=lettersChanged", session: session)
      #expect(page.text.contains(#"value="an@example.gov.vn""#))
      #expect(page.text.contains(#"<option value="daily" selected>Every day"#))
      #expect(page.text.contains("Your letter settings are saved."))
      // Changing the period or the language needs no password.
      #expect(
        try await post("email=an%40example.gov.vn&period=weekly&letterLanguage=vi").status == 303)
      #expect(try await centre.store.letters.reader("an").settings.period == .weekly)
      #expect(try await post("period=none&old=\(password)").status == 303)
      #expect(try await centre.store.letters.reader("an").settings.email == nil)
    }
  }
}
