import InventoryStore
import Presentation

/// The enrolment tokens of a scope, and the form for new ones.
struct TokensPage {
  let call: PageCall
  let choice: TokenChoice
  let server: AgentAddress
  let provinces: [(code: String, name: String)]
  /// The communes to choose from; empty until a province is chosen.
  let communes: [CommuneRecord]
  let counts: (all: Int, valid: Int, unused: Int)
  let onlyValid: Bool
  let pages: PageRange
  let tokens: [TokenRecord]

  func values() -> PageValues {
    var values = pages.values(call, shown: tokens.count)
    values["server"] = server.text
    values["uses"] = choice.uses
    values["days"] = choice.days
    values["choosesProvince"] = call.scope == .country
    values["provinces"] = provinces.map {
      ["code": $0.code, "name": $0.name, "selected": $0.code == choice.province]
        as PageValues
    }
    let province = choice.province ?? communes.first?.provinceCode
    values["canCreate"] = !communes.isEmpty
    values["province"] = province ?? ""
    values["mayChooseAll"] = communes.count > 1
    values["isAll"] = choice.place == TokenChoice.everyCommune
    values["all"] = call.text(
      "tokens.everyCommune", ["count": call.people.number(communes.count)])
    values["communes"] = communes.map {
      [
        "code": $0.code, "name": "\($0.name) (\($0.code))", "selected": $0.code == choice.place,
      ] as PageValues
    }
    values["tabs"] = [
      tab("tokens.valid", counts.valid, show: nil, current: onlyValid),
      tab("tokens.all", counts.all, show: "all", current: !onlyValid),
    ]
    values["rows"] = tokens.map(row)
    values["isEmpty"] = tokens.isEmpty
    return values
  }

  private func tab(_ key: String, _ count: Int, show: String?, current: Bool) -> PageValues {
    [
      "address": call.address(
        ["show": show, "page": nil, "done": nil], path: AdministrationSection.tokens.path),
      "label": call.text(key), "count": call.people.number(count), "current": current,
    ]
  }

  private func row(_ token: TokenRecord) -> PageValues {
    let state = token.state(at: call.now)
    return [
      "id": String(token.id), "commune": token.communeName, "code": token.commune,
      "uses": "\(call.people.number(token.uses)) / \(call.people.number(token.maximumUses))",
      "until": call.people.dateTime(token.expiresAt),
      "made": call.people.dateTime(token.createdAt), "state": state.rawValue,
      "stateName": call.text("tokenState.\(state.rawValue)"), "isValid": state == .valid,
      "revokeAddress": call.address(
        ["done": nil], path: "\(AdministrationSection.tokens.path)/\(token.id)/revoke"),
      "revokeLabel": call.text("tokens.revokeOne", ["id": String(token.id)]),
    ]
  }
}
