import Foundation
import InventoryStore
import Presentation

/// New tokens, each as a sheet for its commune; they are shown only this once.
struct NewTokensPage {
  let call: PageCall
  let server: AgentAddress
  let tokens: [NewToken]
  /// The centre's own authority; nil if computers trust its certificate already.
  let authority: AuthorityFile?

  func values() throws -> PageValues {
    [
      "sheets": try tokens.map(sheet),
      "back": PageAddress.make(
        AdministrationSection.tokens.path,
        ["server": server.text, "province": call.scope == .country ? tokens.first?.province : nil]),
    ]
  }

  private func sheet(_ token: NewToken) throws -> PageValues {
    let card = EnrolmentCard(
      server: server.text, token: token, authorityDigest: authority?.digest)
    let script = WindowsScript(card: card, authority: authority?.bytes)
    var debian = try system(.debian, card)
    if let code = QRCode(card.enrolment) {
      debian["qr"] =
        [
          "side": String(code.side), "path": code.path,
          "meaning": call.text("tokens.qrMeaning", ["commune": token.communeName]),
        ] as PageValues
    }
    var windows = try system(.windows, card)
    windows["commandFile"] =
      [
        "name": script.name,
        "address": "data:application/octet-stream;base64,"
          + Data(try script.text().utf8).base64EncodedString(),
      ] as PageValues
    return [
      "name": token.communeName, "code": token.commune, "systems": [windows, debian],
      "terms": call.text(
        "tokens.terms",
        [
          "uses": call.people.number(token.uses), "until": call.people.dateTime(token.expiresAt),
        ]),
    ]
  }

  private func system(
    _ system: EnrolmentCard.System, _ card: EnrolmentCard
  ) throws -> PageValues {
    [
      "system": call.text("card.system.\(system.rawValue)"),
      "steps": try card.steps(system, call.language, call.messages).map { step in
        var values: PageValues = [
          "title": step.title, "commands": step.commands.joined(separator: "\n"),
        ]
        if let outcome = step.outcome { values["outcome"] = outcome }
        return values
      },
    ]
  }
}
