import Foundation
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/communes/{code}`: all that defends one commune's figures; `/communes/{code}/history`: how its
/// points moved; and what officers attest of it.
struct CommunePageRoutes: Sendable {
  let source: CommuneSource
  let queue: BoundedQueue

  func add(to router: PageRouter) {
    router.get("/communes/{code}") { call in
      let account = try await source.account(call.part("code"), within: call.scope)
      let page = CommunePage(
        account: account,
        checks: try await source.store.checks.latest(of: call.part("code"), within: call.scope),
        call: call)
      return call.page(.commune, title: page.title, page.values())
    }
    router.get("/communes/{code}/history") { call in
      let page = try await CommuneHistory(call.part("code"), call, source).page(on: queue)
      return call.page(.communeHistory, title: page.title, page.values())
    }
    router.post("/communes/{code}/attestations", .manage) { call, form in
      let wanted = try AttestationForm(form, call)
      try await source.store.communes.attest(
        commune: call.part("code"), service: wanted.service,
        status: try Attestation.status(named: wanted.status),
        until: wanted.end, note: wanted.note, within: call.scope, by: try Self.person(call),
        now: call.now)
      return Self.back(call, "attested")
    }
    router.post("/communes/{code}/attestations/withdraw", .manage) { call, form in
      try await source.store.communes.withdrawAttestation(
        commune: call.part("code"), service: form["service"] ?? "", within: call.scope,
        by: try Self.person(call), now: call.now)
      return Self.back(call, "withdrawn")
    }
  }

  private static func person(_ call: PageCall) throws -> User {
    guard let person = call.principal?.person else {
      throw ServerError(.signInWanted, call.text("error.signInToChange"))
    }
    return person
  }

  private static func back(_ call: PageCall, _ done: String) -> Response {
    PageResponse.seeOther(
      PageAddress.make("/communes/\(call.part("code"))", ["done": done]) + "#services")
  }
}
