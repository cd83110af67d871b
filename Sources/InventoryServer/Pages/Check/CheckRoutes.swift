import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Prioritization
import Reporting

/// `/check`: a commune checks itself in a browser, without installing anything.
struct CheckRoutes: Sendable {
  let store: InventoryStore
  let policy: Policy
  let services: [CheckService]
  let line: CheckLine
  let scans: CheckScans
  let limits: CheckLimits

  private var checks: InventoryStore.Checks { store.checks }

  func add(to router: CheckRouter) {
    router.get("/check", show)
    router.post("/check/system", .system, again: again(.system)) { check, form in
      let system = SystemGuess.system(
        platform: form["platform"] ?? "", version: form["version"] ?? "",
        isMobile: form["mobile"] == "yes")
      guard let system else {
        return try await self.again(check, form, .system, "check.system.none")
      }
      return try await keep(.system(system), check, form)
    }
    router.post("/check/services", .services, again: again(.services)) { check, form in
      let found = services.map { service in
        CheckResult.Service(
          service: service.name,
          milliseconds: form["ms.\(service.name)"].flatMap { Int($0) }
            .flatMap { 0...60_000 ~= $0 ? $0 : nil })
      }
      guard !found.isEmpty else {
        return try await again(check, form, .services, "check.services.noAddresses")
      }
      return try await keep(.services(found), check, form)
    }
    router.post("/check/line/slot", .line, again: nil) { check, form in
      try await line.lease(try CheckSubject(form, check), check)
    }
    router.post("/check/line", .line, again: again(.line)) { check, form in
      let subject = try CheckSubject(form, check)
      guard let found = line.result(form, subject, check) else {
        return try await again(check, form, .line, "check.line.implausible")
      }
      return try await keep(.line(found), check, form)
    }
    router.post("/check/accounts", .accounts, again: again(.accounts), attest)
    router.post("/check/sheet", .scanner, again: again(.scanner), sheet)
    router.upload("/check/scan", .scanner, scan)
  }

  private func show(_ check: CheckCall) async throws -> Response {
    let query = check.call.query
    let subject = CheckSubject(
      commune: query["commune"], machine: query["machine"], within: check.scope)
    let step = query["step"].flatMap(CheckStep.init) ?? .computer
    do {
      return try await page(check, subject, subject == nil ? .computer : step)
    } catch {
      // An officer of a single commune types no code.
      guard check.user?.scope.isMoreThanACommune == true else { throw error }
      let refused = try RefusedQuery(error, check.call)
      return try await page(
        check, nil, .computer, fault: refused.fault, status: refused.status)
    }
  }

  func page(
    _ check: CheckCall, _ subject: CheckSubject?, _ step: CheckStep, fault: String? = nil,
    status: HTTPResponse.Status = .badRequest
  ) async throws -> Response {
    var details: CommuneDetails?
    var results: [CheckResult] = []
    if let subject {
      details = try await store.communes.details(
        subject.commune, measurements: 1, within: check.scope, now: check.call.now)
      results = try await checks.latest(of: subject.commune, within: check.scope)
    }
    let page = CheckPage(
      check: check, subject: subject, step: step, details: details, results: results,
      policy: policy, services: services)
    var values = page.values()
    values["fault"] = fault
    var response = check.page(
      .check, title: check.call.text("check.title"), values,
      status: fault == nil ? .ok : status)
    if step == .services, !services.isEmpty {
      response.headers[.contentSecurityPolicy] =
        ContentSecurityPolicy.text(connectingTo: services.map(\.origin))
    }
    return response
  }

  /// Shows a step again, with the refused form.
  private func again(_ step: CheckStep) -> CheckRouter.Again {
    { asked, form, error in
      var check = asked
      let refused = try RefusedForm(name: step.rawValue, fields: form, error, check.call)
      check.call.refused = refused
      return try await page(check, try CheckSubject(form, check), step, fault: refused.fault)
    }
  }

  private func again(
    _ check: CheckCall, _ form: PageForm, _ step: CheckStep, _ key: String
  ) async throws -> Response {
    try await page(check, try CheckSubject(form, check), step, fault: check.call.text(key))
  }

  /// Stores a result and redirects to the next step.
  private func keep(
    _ facts: CheckResult.Facts, _ check: CheckCall, _ form: PageForm
  ) async throws -> Response {
    let subject = try CheckSubject(form, check)
    try limits.count(check)
    try await checks.keep(
      facts, commune: subject.commune, machine: subject.machine, within: check.scope,
      by: check.finder, now: check.call.now)
    let step = CheckStep(rawValue: facts.kind.rawValue) ?? .computer
    return PageResponse.seeOther(subject.address(step.next ?? step, done: step))
  }

  private func attest(_ check: CheckCall, _ form: PageForm) async throws -> Response {
    guard let user = check.user else {
      throw ServerError(.rightMissing, check.call.text("check.accounts.signIn"))
    }
    let subject = try CheckSubject(form, check)
    // Reads all attestations before storing the first.
    let wanted = try policy.attestableServices.compactMap {
      try Self.attestation($0, form, check)
    }
    let days = policy.attestableServices.filter { form["until.\($0)"] != nil }
    let fault: String? =
      if days.contains(where: { day in !wanted.contains { $0.service == day } }) {
        "check.accounts.dayAlone"
      } else if wanted.isEmpty {
        "check.accounts.nothing"
      } else {
        nil
      }
    if let fault { throw ServerError(.argumentMalformed, check.call.text(fault)) }
    try limits.count(check)
    for one in wanted {
      try await store.communes.attest(
        commune: subject.commune, service: one.service, status: one.status, until: one.end,
        note: nil, within: check.scope, by: user, now: check.call.now)
    }
    return PageResponse.seeOther(subject.address(.accounts, done: .accounts))
  }

  /// The form's attestation for a service; nil if no status was chosen.
  private static func attestation(
    _ service: String, _ form: PageForm, _ check: CheckCall
  ) throws -> (service: String, status: AccountStatus, end: Date?)? {
    try form["status.\(service)"].map { status in
      let (status, end) = try AttestationForm.standing(
        status, until: form["until.\(service)"], check.call)
      return (service, status, end)
    }
  }

  private func sheet(_ check: CheckCall, _ form: PageForm) async throws -> Response {
    let subject = try CheckSubject(form, check)
    try limits.count(check)
    let code = try await checks.makeSheet(
      commune: subject.commune, machine: subject.machine, within: check.scope, now: check.call.now)
    let details = try await store.communes.details(
      subject.commune, measurements: 1, within: check.scope, now: check.call.now)
    let page = CheckSheetPage(check: check, subject: subject, details: details, code: code)
    return check.page(.checkSheet, title: check.call.text("check.sheet.title"), page.values())
  }

  private func scan(_ check: CheckCall, _ request: Request) async throws -> Response {
    switch try await scans.take(request, check) {
    case .proven(let subject):
      return PageResponse.seeOther(subject.address(.accounts, done: .scanner))
    case .refused(let subject, let key):
      var refused = check
      refused.call = check.call.asking(
        .check(.scanner),
        PageForm(fields: ["commune": subject.commune, "machine": subject.machine ?? ""]))
      return try await page(refused, subject, .scanner, fault: check.call.text(key))
    }
  }
}

extension Policy {
  /// The services that an officer can attest.
  var attestableServices: [String] { services.required + services.signatures }
}
