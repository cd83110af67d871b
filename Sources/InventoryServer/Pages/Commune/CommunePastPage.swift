import Foundation
import InventoryStore
import Presentation
import Prioritization

/// A commune at a time in the past: its standing and the reasons for it. Machines, accounts,
/// contacts and advice are current and belong to the present page.
struct CommunePastPage {
  let account: CommuneAccount
  let call: PageCall

  var title: String {
    call.text(
      "commune.title", ["name": account.entry.name, "province": account.entry.provinceName])
  }

  func values() -> PageValues {
    let code = account.details.register.code
    let state = account.entry.reporting ?? .neverEnrolled
    return [
      "subtitle": call.messages.subtitle(
        account.explanation.policy, asOf: account.explanation.provenance.asOf, call.language),
      "annex": call.annex,
      "isSimulated": account.entry.simulated,
      "standing": CommuneStanding(account: account, call: call).values(),
      "criteria": CriteriaTable(account: account, call: call, hasParts: false).values(),
      "stateClass": state.rawValue, "state": call.text("reporting.\(state.rawValue)"),
      "last": account.entry.lastReport.map { call.people.dateTime($0) }
        ?? call.text("value.never"),
      "machines": call.people.number(account.entry.machines),
      "present": PageAddress.make("/communes/\(code)", [:]),
      "compare": PageAddress.make(
        "/compare", ["first": code, "firstAsOf": call.query["asOf"], "second": code]),
    ]
  }
}
