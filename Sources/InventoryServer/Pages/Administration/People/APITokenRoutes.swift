import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation

/// `/administration/programs`: the API tokens with which programs read what their user may read;
/// some may also record purchases.
struct APITokenRoutes: Sendable {
  let store: InventoryStore

  private static let path = AdministrationSection.programs.path

  func add(to router: PageRouter) {
    router.get("/administration/programs", .own) { call in try await list(call) }
    router.post(
      "/administration/programs", .own, on: .init(Self.path),
      again: { call, form, error in
        try await list(
          call, label: form["label"] ?? "", days: form["days"] ?? "",
          recordsPurchases: Self.recordsPurchases(form),
          fault: try RefusedForm(name: "program", fields: form, error, call).fault)
      }, create)
    router.post("/administration/programs/{id}/revoke", .own, on: .init(Self.path)) { call, _ in
      let person = try call.person()
      let id = Int64(call.part("id")) ?? 0
      // An administrator may revoke any token.
      let owner = person.role == .administrator ? nil : person
      try await store.apiTokens.revoke(id, of: owner, by: person.actor, now: call.now)
      return call.done(.programRevoked, at: Self.path)
    }
  }

  private func create(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let person = try call.person()
    guard let label = form["label"], label.count <= 100,
      let days = form["days"].flatMap({ Int($0) }), 1...730 ~= days
    else {
      return try await list(
        call, label: form["label"] ?? "", days: form["days"] ?? "",
        recordsPurchases: Self.recordsPurchases(form),
        fault: call.text("apiTokens.malformed"))
    }
    let (_, secret) = try await store.apiTokens.create(
      for: person, label: label, days: days, recordsPurchases: Self.recordsPurchases(form),
      now: call.now)
    let address = "\(call.ownAddress)/api/v1/ranking?format=csv"
    return call.administration(
      .administrationAPIToken, .programs, title: call.text("apiTokens.made"),
      [
        "secret": secret, "label": label, "back": Self.path,
        "command": "curl -H 'Authorization: Bearer \(secret)' '\(address)'",
      ])
  }

  private static func recordsPurchases(_ form: PageForm) -> Bool { form["records"] == "yes" }

  private func list(
    _ call: PageCall, label: String = "",
    days: String = String(InventoryStore.APITokens.defaultDays), recordsPurchases: Bool = false,
    fault: String? = nil
  ) async throws -> Response {
    let person = try call.person()
    let seesAll = person.role == .administrator
    let tokens = try await store.apiTokens.list(of: seesAll ? nil : person)
    var values: PageValues = [
      "label": label, "days": days, "recordsPurchases": recordsPurchases, "seesAll": seesAll,
      "isEmpty": tokens.isEmpty,
      "rows": tokens.map { token -> PageValues in
        let state =
          token.revokedAt != nil ? "revoked" : token.expiresAt <= call.now ? "expired" : "valid"
        return [
          "label": token.label, "recordsPurchases": token.recordsPurchases, "user": token.userName,
          "made": call.people.dateTime(token.createdAt),
          "until": call.people.dateTime(token.expiresAt), "isValid": state == "valid",
          "stateName": call.text("tokenState.\(state)"), "state": state,
          "revokeAddress": "\(Self.path)/\(token.id)/revoke",
          "revokeLabel": call.text("apiTokens.revokeOne", ["label": token.label]),
        ]
      },
    ]
    values["fault"] = fault
    return call.administration(
      .administrationAPITokens, .programs, values, status: fault == nil ? .ok : .badRequest)
  }
}
