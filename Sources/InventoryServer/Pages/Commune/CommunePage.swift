import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The values of a commune's page for its template.
struct CommunePage: PageModel {
  let account: CommuneAccount
  /// Results of checks in a browser.
  let checks: [CheckResult]
  /// nil for callers who have not signed in.
  let contact: CommuneContactSection?
  /// Programmes that buy something for the commune.
  let programmes: [ProgrammeDocument]
  let call: PageCall

  private var policy: Policy { account.explanation.policy }
  private var code: String { account.details.register.code }

  var title: String {
    call.text(
      "commune.title", ["name": account.entry.name, "province": account.entry.provinceName])
  }

  func values() -> PageValues {
    var values: PageValues = [
      "subtitle": call.messages.subtitle(
        policy, asOf: account.explanation.provenance.asOf, call.language),
      "isSimulated": account.entry.simulated,
      "place": CommunePlace(
        record: account.details.register, sources: account.details.figureSources, call: call
      ).rows,
      "reporting": CommuneReporting(account: account, call: call).values(),
      "standing": CommuneStanding(account: account, call: call).values(),
      "criteria": CriteriaTable(account: account, call: call).values(),
      "remedies": RemedyTable(account: account, call: call).values(),
      "machines": CommuneMachines(details: account.details, call: call).values(),
      "services": CommuneServices(
        details: account.details, policy: policy, call: call
      ).values(),
      "visits": CommuneVisits(details: account.details, call: call).values(),
      "compare": PageAddress.make("/compare", ["first": code]),
      "historyAddress": PageAddress.make("/communes/\(code)/history", [:]),
      "annex": call.annex,
      "communeScript": call.templates.assets.address("commune.js"),
    ]
    let canCheck = call.principal?.may(.manage) == true
    values["hasTasks"] = canCheck
    values["tasks"] = tasks
    values["checks"] =
      [
        "found": CheckRows(call: call).rows(checks, isLinked: true), "canStart": canCheck,
        "start": PageAddress.make(CheckSubject.path, ["commune": code]),
      ] as PageValues
    let line = LineChart(details: account.details, policy: policy, call: call)
    if let chart = line.values() { values["line"] = chart }
    if let bought = CommuneProgrammes(documents: programmes, call: call).values() {
      values["programmes"] = bought
    }
    if let contact { values["contact"] = contact.values() }
    if let done = call.query["done"],
      [
        "attested", "withdrawn", "visitRecorded", "visitWithdrawn", "contactChanged", "noteAdded",
        "noteRemoved",
      ].contains(done)
    {
      // Each in the section to which the browser is taken.
      let section =
        switch done {
        case "visitRecorded", "visitWithdrawn": "visitsDone"
        case "attested", "withdrawn": "servicesDone"
        default: "contactDone"
        }
      values[section] = call.text("commune.done.\(done)")
    }
    return values
  }

  /// Links to an officer's usual tasks, for phones too, since the page is long.
  private var tasks: [PageValues] {
    [
      ("check", PageAddress.make(CheckSubject.path, ["commune": code])),
      ("attest", "#services"), ("machines", "#machines"), ("contact", "#contact"),
    ].map { ["label": call.text("commune.task.\($0.0)"), "address": $0.1] }
  }
}
