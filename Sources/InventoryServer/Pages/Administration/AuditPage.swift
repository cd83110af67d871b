import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The audit log, newest first, and whether its chain is intact.
struct AuditPage {
  let call: PageCall
  let filter: AuditFilter
  let records: [AuditRecord]
  let isLast: Bool
  let checked: (chain: AuditChain, at: Date)?
  /// Names of items of purchase by id.
  let itemNames: [String: LocalizedText]
  /// Names of provinces by code.
  let provinces: [String: String]

  func values() -> PageValues {
    var values: PageValues = [
      "subject": filter.subject ?? "", "actor": filter.actor ?? "",
      "actions": AuditAction.allCases.map(\.rawValue).map { name in
        ["name": name, "label": act(name), "selected": name == filter.action] as PageValues
      },
      "rows": records.map(row), "isEmpty": records.isEmpty,
    ]
    if call.query["before"] != nil { values["newest"] = call.address(["before": nil]) }
    if !isLast, let oldest = records.last {
      values["older"] = call.address(["before": String(oldest.number), "done": nil])
    }
    if !isLast || call.query["before"] != nil { values["part"] = call.text("page.partOfLog") }
    if let checked { values["chain"] = chain(checked.chain, at: checked.at) }
    return values
  }

  private func chain(_ chain: AuditChain, at time: Date) -> PageValues {
    [
      "isSound": chain.faults.isEmpty, "faults": chain.faults, "head": chain.head,
      "result": call.text(
        chain.faults.isEmpty ? "audit.sound" : "audit.broken",
        [
          "count": call.people.number(chain.entries), "time": call.people.dateTime(time),
        ]),
    ]
  }

  /// An action in plain words; its name if unknown.
  private func act(_ name: String) -> String {
    let key = "audit.act.\(name)"
    let text = call.text(key)
    return text == key ? name : text
  }

  private func row(_ record: AuditRecord) -> PageValues {
    let details = AuditDetailText(
      call: call, record: record, itemNames: itemNames, provinces: provinces)
    var row: PageValues = [
      "number": call.people.number(Int(record.number)),
      "time": call.people.dateTime(record.time), "actor": call.names.actor(record.actor),
      "action": act(record.action), "subject": call.names.subject(record.subject),
      "subjectAddress": address(["subject": record.subject]),
      "actorAddress": address(["actor": record.actor]),
      "details": record.details.map(details.values),
    ]
    if call.now.days(sinceKnown: record.time) == nil {
      row["clock"] = call.text("audit.clockAhead")
    } else if record.isSetBack {
      row["clock"] = call.text("audit.clockSetBack")
    }
    if !record.isSound { row["broken"] = call.text("audit.entryBroken") }
    return row
  }

  private func address(_ changes: [String: String?]) -> String {
    call.address(changes.merging(["before": nil, "done": nil]) { $1 })
  }
}
