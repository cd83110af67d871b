import Delivery
import Foundation
import InventoryStore
import Synchronization
import Testing

@testable import InventoryServer

/// What one user may do through forms is bounded, wherever the form stands.
struct ActionLimitTests {
  private func post(
    _ centre: TestCentre, _ session: String, _ path: String, _ form: String
  ) async throws -> Int {
    try await centre.ask(
      "POST", path, form, session: session, formToken: FormToken.make(session: session)
    ).status
  }

  @Test func statementsAreCountedInTheCheckAndOnPagesAlike() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      for name in ["officer", "other"] {
        _ = try await centre.addUser(name, .officer, .province("51"))
      }
      let session = try await centre.session(of: "officer")
      for number in 0..<60 {
        let status = ["active", "notIssued"][number % 2]
        #expect(
          try await post(
            centre, session, "/communes/21250/attestations",
            "service=official-mail&status=\(status)")
            == 303)
        #expect(
          try await post(
            centre, session, "/check/system", "commune=21250&platform=Windows&version=15.0.0")
            == 303)
      }
      for (path, form) in [
        ("/communes/21250/attestations", "service=official-mail&status=active"),
        ("/communes/21250/notes", "note=x"),
        ("/check/system", "commune=21250&platform=Windows&version=15.0.0"),
      ] { #expect(try await post(centre, session, path, form) == 429, "\(path)") }
      let other = try await centre.session(of: "other")
      #expect(
        try await post(
          centre, other, "/communes/21250/attestations", "service=official-mail&status=active")
          == 303)
    }
  }

  /// Tokens, too, stay in the audit log.
  @Test func allActionsAreCounted() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("officer", .officer, .province("51"))
      let session = try await centre.session(of: "officer")
      var statuses: [Int: Int] = [:]
      for _ in 0..<245 {
        statuses[
          try await post(centre, session, "/administration/programs", "label=&days=1"), default: 0] +=
          1
      }
      #expect(statuses[429] ?? 0 > 0 && statuses.values.reduce(0, +) == 245, "\(statuses)")
    }
  }

  /// Nothing is received for a programme that is not there.
  @Test func tablesForUnknownProgrammesAreRefusedUnread() async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("planner", .planner, .commune("21250"))
      let session = try await centre.session(of: "planner")
      let reply = try await centre.ask(
        "POST", "/programmes/999999/purchases.csv", "--x\r\nnever ends", session: session,
        fields: ["Content-Type": "multipart/form-data; boundary=x"])
      #expect(reply.status == 404)
    }
  }
}
