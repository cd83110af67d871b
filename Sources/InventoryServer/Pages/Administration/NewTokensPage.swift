import InventoryStore
import Presentation

/// Tokens that were just made, each as a sheet for its commune: the only time they are shown.
struct NewTokensPage {
  let call: PageCall
  let server: AgentsAddress
  let tokens: [NewToken]
  /// SHA-256 of the centre's own authority; nil where computers know its certificate.
  let authorityDigest: String?

  func values() -> PageValues {
    [
      "sheets": tokens.map(sheet),
      "back": PageAddress.make(
        AdministrationPart.tokens.path,
        ["server": server.text, "province": call.scope == .country ? tokens.first?.province : nil]),
    ]
  }

  private func sheet(_ token: NewToken) -> PageValues {
    let card = EnrolmentCard(
      server: server.text, token: token, authorityDigest: authorityDigest)
    var sheet: PageValues = [
      "name": token.communeName, "code": token.commune,
      "steps": card.steps(call.language, call.messages).map { step in
        var values: PageValues = [
          "title": step.title, "commands": step.commands.joined(separator: "\n"),
        ]
        if let outcome = step.outcome { values["outcome"] = outcome }
        return values
      },
      "terms": call.text(
        "tokens.terms",
        [
          "uses": call.people.number(token.uses), "until": call.people.dateTime(token.expiresAt),
        ]),
      "meaning": call.text("tokens.qrMeaning", ["commune": token.communeName]),
    ]
    if let code = QRCode(card.enrolment) {
      sheet["qr"] = ["side": String(code.side), "path": code.path]
    }
    return sheet
  }
}
