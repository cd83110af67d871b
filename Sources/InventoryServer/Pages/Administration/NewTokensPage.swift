import InventoryStore
import Presentation

/// Tokens that were just made, each as a sheet for its commune: the only time they are shown.
struct NewTokensPage {
  let call: PageCall
  let server: AgentsAddress
  let tokens: [NewToken]

  func values() -> PageValues {
    [
      "sheets": tokens.map(sheet),
      "back": PageAddress.make(
        AdministrationPart.tokens.path,
        ["server": server.text, "province": call.scope == .country ? tokens.first?.province : nil]),
    ]
  }

  private func sheet(_ token: NewToken) -> PageValues {
    let command = "commune-probe enroll --server \(server.text) --token \(token.token)"
    var sheet: PageValues = [
      "name": token.communeName, "code": token.commune, "command": command,
      "terms": call.text(
        "tokens.terms",
        [
          "uses": call.people.number(token.uses), "until": call.people.dateTime(token.expiresAt),
        ]),
      "meaning": call.text("tokens.qrMeaning", ["commune": token.communeName]),
    ]
    if let code = QRCode(command) {
      sheet["qr"] = ["side": String(code.side), "path": code.path]
    }
    return sheet
  }
}
