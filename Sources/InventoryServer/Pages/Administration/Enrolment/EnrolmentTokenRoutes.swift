import HTTPTypes
import Hummingbird
import InventoryStore

/// `/administration/tokens`: the tokens with which a commune's machines enrol.
struct EnrolmentTokenRoutes: Sendable {
  let store: InventoryStore
  /// Renders lists that are requested unpaged.
  let queue: BoundedQueue
  let authority: AuthorityFile?
  /// The address for agents; nil if they use the same one as browsers.
  let agentsURL: String?

  private static let path = AdministrationSection.tokens.path

  func add(to router: PageRouter) {
    router.get("/administration/tokens", .manage) { call in
      try await list(call, TokenChoice(call.query))
    }
    router.post(
      "/administration/tokens", .manage, on: .init(Self.path),
      again: { call, form, error in
        try await list(
          call, TokenChoice(form),
          fault: try RefusedForm(name: "tokens", fields: form, error, call).fault)
      }, create)
    router.post("/administration/tokens/{id}/revoke", .manage, on: .init(Self.path)) { call, _ in
      guard let id = Int64(call.part("id")) else {
        throw InventoryError(.tokenUnknown, "This token does not exist.")
      }
      let actor = try call.person().actor
      try await store.tokens.revoke(id, within: call.scope, by: actor, now: call.now)
      return call.done(.tokenRevoked, at: Self.path, keeping: "server", "province", "show")
    }
  }

  private func list(
    _ call: PageCall, _ choice: TokenChoice, fault: String? = nil
  ) async throws -> Response {
    var badServer: String?
    var server = AgentAddress(choice.server ?? agentsURL ?? call.ownAddress)
    if server == nil, let typed = choice.server {
      badServer = typed
      server = AgentAddress(agentsURL ?? call.ownAddress)
    }
    guard let server else {
      throw ServerError(.argumentMalformed, call.text("tokens.badServer"))
    }
    let onlyValid = call.query["show"] != "all"
    let counts = try await store.tokens.counts(within: call.scope, now: call.now)
    let total = onlyValid ? counts.valid : counts.all
    let pages = PageRange(call.query, of: total)
    var communes: [CommuneRecord] = []
    if choice.province != nil || call.scope != .country {
      communes = try await store.register.communes(province: choice.province, within: call.scope)
    }
    let page = TokensPage(
      call: call, choice: choice, server: server,
      provinces: try await store.register.provinces(within: call.scope), communes: communes,
      counts: counts, onlyValid: onlyValid, pages: pages,
      tokens: try await store.tokens.list(
        within: call.scope, onlyValid: onlyValid, now: call.now, limit: pages.size,
        offset: pages.offset))
    return try await call.render(on: queue, if: call.showsAllRows) { [badServer] in
      var values = page.values()
      values["fault"] = fault
      values["typedServer"] = badServer ?? page.server.text
      if badServer != nil { values["badServer"] = call.text("tokens.badServer") }
      let isRefused = fault != nil || badServer != nil
      return call.administration(
        .administrationTokens, .tokens, values, status: isRefused ? .badRequest : .ok)
    }
  }

  /// Answers with the tokens themselves: they are known only now, and a redirect would lose them.
  private func create(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let choice = TokenChoice(form)
    guard let server = AgentAddress(choice.server ?? agentsURL ?? call.ownAddress) else {
      var kept = choice
      kept.server = nil
      return try await list(call, kept, fault: call.text("tokens.badServer"))
    }
    guard let uses = Int(choice.uses), 1...10_000 ~= uses, let days = Int(choice.days),
      1...365 ~= days
    else { return try await list(call, choice, fault: call.text("tokens.badNumbers")) }
    guard let place = choice.place, place != TokenChoice.everyCommune || choice.province != nil
    else { return try await list(call, choice, fault: call.text("tokens.noPlace")) }
    var communes = [place]
    if place == TokenChoice.everyCommune {
      communes = try await store.register.communes(province: choice.province, within: call.scope)
        .map(\.code)
    }
    let actor = try call.person().actor
    let tokens = try await store.tokens.create(
      communes: communes, uses: uses, days: days, within: call.scope, by: actor, now: call.now)
    let sheets = NewTokensPage(
      call: call, server: server, tokens: tokens, authority: authority)
    return call.administration(
      .administrationNewTokens, .tokens, title: call.text("tokens.made"), try sheets.values())
  }
}
