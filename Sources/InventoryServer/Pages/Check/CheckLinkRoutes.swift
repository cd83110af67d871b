import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation

/// Links by which a commune opens the check without signing in: created by a user who may manage
/// the commune, and opened only once.
struct CheckLinkRoutes: Sendable {
  let checks: InventoryStore.Checks

  func add(to router: PageRouter) {
    router.post(
      "/check/links", .manage, on: .init(AdministrationSection.tokens.path), make)
    router.publicGet("/check/open/{secret}") { call in
      var response = call.page(
        .checkOpen, title: call.text("check.title"), ["action": "/check/open/\(Self.secret(call))"])
      response.headers[.cacheControl] = "no-store"
      return response
    }
    router.publicPost("/check/open/{secret}", open)
  }

  private func make(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let commune = form["commune"] ?? ""
    let secret = try await checks.makeLink(
      commune: commune, within: call.scope, by: try call.person(), now: call.now)
    let address = "\(call.ownAddress)/check/open/\(secret)"
    var values: PageValues = [
      "address": address, "commune": commune,
      "hours": Int(InventoryStore.Checks.linkSeconds / 3600),
      "back": PageAddress.make(CheckSubject.path, ["commune": commune]),
    ]
    if let picture = QRCode(address) {
      values["qr"] =
        [
          "side": String(picture.side), "path": picture.path,
          "meaning": call.text("check.link.meaning"),
        ] as PageValues
    }
    var response = call.page(.checkLink, title: call.text("check.link.title"), values)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  /// Opening requires a form, so that programs that fetch links in messages do not use them up.
  private func open(_ call: PageCall, _ form: PageForm) async throws -> Response {
    guard let session = try await checks.open(Self.secret(call), now: call.now) else {
      return PageProblem.page(
        ServerError(.rightMissing, call.text("check.open.over")), call, back: try await back(call))
    }
    var response = PageResponse.seeOther(CheckSubject.path)
    SecretCookie.check.set(session, on: &response)
    return response
  }

  /// Leads to the check already open in this browser, for instance after a second click on the
  /// link; otherwise nowhere, since a visitor has no account to sign in with.
  private func back(_ call: PageCall) async throws -> PageProblem.Back? {
    if call.principal?.person != nil { return nil }
    guard let secret = SecretCookie.check.secret(in: call.request),
      try await checks.session(secret, now: call.now) != nil
    else { return .nowhere }
    return .page(address: CheckSubject.path, label: call.text("check.back"))
  }

  /// The secret, reduced to characters that are allowed in an address.
  private static func secret(_ call: PageCall) -> String {
    String(
      call.part("secret").filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
        .prefix(64))
  }
}
