import Foundation
import HummingbirdCore
import InventoryStore
import Presentation

/// The values of `layout`: the signed-in user, the navigation, and notices that apply to every
/// page.
struct PageFrame {
  let call: PageCall
  let title: String

  /// The pages in the order of their links, each with the right required to see it.
  private static let pages: [(path: String, key: String, right: Right)] = [
    ("/", "nav.overview", .read), ("/ranking", "nav.ranking", .read), ("/map", "nav.map", .read),
    ("/coverage", "nav.coverage", .read), ("/plan", "nav.plan", .read),
    ("/programmes", "nav.programmes", .read), ("/forecast", "nav.forecast", .read),
    ("/check", "nav.check", .manage),
    ("/policy", "nav.policy", .read), ("/administration", "nav.administration", .own),
  ]

  func values() -> PageValues {
    let other: Language = call.language == .vi ? .en : .vi
    var values: PageValues = [
      "title": title,
      "otherLanguage": other.rawValue,
      "otherLanguageAddress": call.address(["language": other.rawValue]),
      "address": call.address(),
      "isDemonstration": isDemonstration,
      "pages": links,
      "hasPages": !links.isEmpty,
      "icon": call.templates.assets.address("icon.svg"),
      "style": call.templates.assets.address("style.css"),
      "script": call.templates.assets.address("pages.js"),
      "paperStyle": call.templates.assets.address("paper.css"),
      "paperMedia": call.isPaper ? "all" : "print",
      "printedOn": call.text("paper.printedOn", ["time": call.people.dateTime(call.now)]),
    ]
    if let past { values["past"] = past }
    values["warnings"] = warnings
    if call.isPaper { values["paperBack"] = call.address(["paper": nil]) }
    if let user = call.principal?.person {
      // Sets all keys: a missing one would be looked up among the page's own values.
      values["user"] = [
        "name": user.name, "role": call.text("role.\(user.role.rawValue)"),
        "hasPlace": user.scopeName != nil, "place": user.scopeName ?? "",
      ]
    }
    if case .user(_, let session) = call.principal?.kind {
      values["formToken"] = FormToken.make(session: session)
    }
    return values
  }

  /// Problems of the centre, which may explain to readers why nothing changes.
  private var warnings: [String] {
    let condition = call.templates.condition
    guard call.principal != nil else { return [] }
    var warnings: [String] = []
    if let lead = condition.clockLead {
      let (time, wall) = (call.now, call.now.addingTimeInterval(lead))
      warnings.append(
        call.text(
          lead > 0 ? "clock.ahead" : "clock.behind",
          ["wall": call.people.dateTime(wall), "time": call.people.dateTime(time)]))
    }
    if condition.isDiskLow { warnings.append(call.text("disk.low")) }
    return warnings
  }

  /// A notice about the day that the page's address requests.
  private var past: PageValues? {
    guard let moment = try? call.query.asOf(now: call.now) else { return nil }
    let present = call.address(["asOf": nil])
    guard call.showsPast else {
      return [
        "notice": call.text("past.notHere"), "hasPresent": false, "present": "", "goToPresent": "",
      ]
    }
    let condition = call.templates.condition
    let shown = condition.shown(moment)
    let key = condition.isRecorded(moment) ? "past.recorded" : "past.shown"
    var notice = call.text(key, ["time": call.people.dateTime(shown)])
    if shown != moment {
      notice += " " + Provenance.nearest(to: moment, call.language, call.messages)
    }
    return [
      "notice": notice,
      "hasPresent": true, "present": present, "goToPresent": call.text("past.toPresent"),
    ]
  }

  private var isDemonstration: Bool {
    call.principal?.isAnonymous ?? false
  }

  private var links: [PageValues] {
    guard let principal = call.principal else { return [] }
    let here = call.request.uri.path
    return Self.pages.filter { principal.may($0.right) }.map { page in
      [
        "address": page.path, "label": call.text(page.key),
        "current": page.path == "/" ? here == "/" : here.hasPrefix(page.path),
      ]
    }
  }
}
