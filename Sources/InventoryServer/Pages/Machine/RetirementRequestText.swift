import Presentation
import InventoryStore

/// A commune officer's request to retire or merge a machine, in words.
struct RetirementRequestText {
  let call: PageCall
  let request: RetirementRequest

  /// For the list of pending decisions.
  func row() -> PageValues {
    [
      "id": request.machine, "address": "/machines/\(request.machine)",
      "commune": request.communeName, "code": request.commune, "what": what,
      "by": call.names.actor(request.requestedBy),
      "since": call.people.dateTime(request.requestedAt),
      "lastReport": call.people.dateTime(request.lastReportAt),
    ]
  }

  /// For the machine's own page.
  func notice() -> String {
    call.text(
      "machine.request",
      [
        "what": what, "who": call.names.actor(request.requestedBy),
        "time": call.ago(request.requestedAt),
      ])
  }

  private var what: String {
    request.mergeInto.map { call.text("machine.request.merge", ["into": $0]) }
      ?? call.text("machine.request.retire")
  }
}
