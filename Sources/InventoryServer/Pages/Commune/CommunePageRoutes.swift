import Foundation
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/communes/{code}`: everything that supports one commune's figures; `/communes/{code}/history`:
/// how its points changed; and officers' attestations.
struct CommunePageRoutes: Sendable {
  let documents: PlannerDocuments
  let limits: ActionLimits

  func add(to router: PageRouter) {
    router.get("/communes/{code}", showsPast: true) { call in
      guard let moment = try call.query.asOf(now: call.now) else { return try await page(call) }
      let account = try await documents.communes.pastAccount(
        call.part("code"), within: call.scope, asOf: moment, for: await call.queueCaller)
      let page = CommunePastPage(account: account, call: call)
      return call.page(.communePast, title: page.title, page.values())
    }
    router.get("/communes/{code}/history") { call in
      let page = try await CommuneHistory(call.part("code"), call, documents.communes).page(
        on: documents.queue)
      return call.page(.communeHistory, title: page.title, page.values())
    }
    router.post(
      "/communes/{code}/attestations", .manage, on: "/communes/{code}#attest-form",
      again: again("attest")
    ) { call, form in
      let wanted = try AttestationForm(form, call)
      try limits.countStatement(of: call.statingOwner, call)
      try await documents.store.communes.attest(
        commune: call.part("code"), service: wanted.service, status: wanted.status,
        until: wanted.end, note: wanted.note, within: call.scope, by: try Self.person(call),
        now: call.now)
      return Self.back(call, "attested")
    }
    router.post(
      "/communes/{code}/attestations/withdraw", .manage, on: "/communes/{code}#services"
    ) { call, form in
      try await documents.store.communes.withdrawAttestation(
        commune: call.part("code"), service: form["service"] ?? "", within: call.scope,
        by: try Self.person(call), now: call.now)
      return Self.back(call, "withdrawn")
    }
    addVisits(to: router)
    addContacts(to: router)
  }

  /// Shows the commune's page with a refused form as typed.
  func again(_ name: String) -> PageRouter.Again {
    { call, form, error in try await page(try call.refusing(name, form, error)) }
  }

  /// The commune's page, with the refused form, if there is one.
  func page(_ call: PageCall) async throws -> Response {
    let code = call.part("code")
    // These reads are independent, and each mostly waits for its turn at the file.
    async let checks = documents.store.checks.latest(of: code, within: call.scope)
    async let contact = contact(code, call)
    async let bought = documents.programmes.documents(
      ofCommune: code, within: call.scope, now: call.now)
    let account = try await documents.communes.account(code, within: call.scope)
    let page = CommunePage(
      account: account, checks: try await checks, contact: try await contact,
      programmes: try await bought, call: call)
    return call.page(
      .commune, title: page.title, page.values(), status: call.refused?.status ?? .ok)
  }

  private func addVisits(to router: PageRouter) {
    router.post(
      "/communes/{code}/visits", .manage, on: "/communes/{code}#visit-form",
      again: again("visit")
    ) { call, form in
      try Self.requireVisitor(call)
      let wanted = try VisitForm(form, call)
      try limits.countStatement(of: call.statingOwner, call)
      try await documents.store.communes.recordVisit(
        of: call.part("code"), at: wanted.day, wanted.figures, note: wanted.note,
        within: call.scope, by: try Self.person(call), now: call.now)
      return Self.back(call, "visitRecorded", part: "visits")
    }
    router.post(
      "/communes/{code}/visits/withdraw", .manage, on: "/communes/{code}#visits"
    ) { call, form in
      try Self.requireVisitor(call)
      try await documents.store.communes.withdrawVisit(
        form["visit"].flatMap { Int64($0) } ?? 0, of: call.part("code"), within: call.scope,
        by: try Self.person(call), now: call.now)
      return Self.back(call, "visitWithdrawn", part: "visits")
    }
  }

  private static func requireVisitor(_ call: PageCall) throws {
    guard CommuneVisits.mayRecord(call) else {
      throw ServerError(.rightMissing, call.text("commune.visit.byProvince"))
    }
  }

  static func person(_ call: PageCall) throws -> User {
    guard let person = call.principal?.person else {
      throw ServerError(.signInWanted, call.text("error.signInToChange"))
    }
    return person
  }

  static func back(
    _ call: PageCall, _ done: String, part: String = "services"
  ) -> Response {
    PageResponse.seeOther(
      PageAddress.make("/communes/\(call.part("code"))", ["done": done]) + "#\(part)")
  }
}
