import Foundation
import InventoryStore
import Reporting
import Presentation
import Prioritization

/// The commune's rights to the ministries' services, and officers' attestations of them.
struct CommuneServices: PageModel {
  /// Days before an end from which it is highlighted.
  static let soonDays = 30.0
  static let mostAttestations = 20

  let details: CommuneDetails
  let policy: Policy
  let call: PageCall

  func values() -> PageValues {
    var values: PageValues = [
      "rows": details.services.map(row),
      "attestations": details.attestations.prefix(Self.mostAttestations).map(attestation),
      "hasAttestations": !details.attestations.isEmpty,
    ]
    if call.principal?.may(.manage) == true { values["form"] = form }
    return values
  }

  private func row(_ service: CommuneDetails.Service) -> PageValues {
    let hasRunOut = service.status == .active && !service.isUsable
    let status = hasRunOut ? AccountStatus.expired : service.status
    var row: PageValues = [
      "name": name(service.service), "code": service.service,
      "status": call.text("status.\(status.rawValue)"),
      "class": service.isUsable
        ? (service.isStale ? "doubtful" : "usable")
        : [.unknown, .unreachable].contains(status) ? "open" : "refused",
    ]
    if service.isRequired { row["required"] = call.text("commune.required") }
    if service.isStale { row["stale"] = call.text("commune.stale") }
    if let evidence = service.evidence {
      row["evidence"] = call.text("commune.accountEvidence.\(evidence.rawValue)")
    }
    if let machine = service.machine {
      row["machine"] = ["id": machine, "address": "/machines/\(machine)"]
    }
    if let said = service.saidAt { row["saidAt"] = people.date(said) }
    if let end = service.expiresAt { row["end"] = Self.end(end, call) }
    return row
  }

  /// The last valid day, and how near it is.
  private static func end(_ end: Date, _ call: PageCall) -> PageValues {
    let days = end.timeIntervalSince(call.now) / 86_400
    var values: PageValues = ["day": call.people.date(end.addingTimeInterval(-1))]
    if days <= 0 {
      values["over"] = call.text("commune.runOut")
    } else if days <= soonDays {
      values["soon"] = call.text(
        "commune.daysLeft", ["days": call.people.number(days.rounded(.up))])
    }
    return values
  }

  private func attestation(_ attestation: Attestation) -> PageValues {
    var row: PageValues = [
      "name": name(attestation.service),
      "status": call.text("status.\(attestation.status.rawValue)"),
      "by": call.names.actor(attestation.attestedBy), "at": people.dateTime(attestation.attestedAt),
      "standing": call.text("commune.attestation.\(standing(attestation))"),
    ]
    if let end = attestation.expiresAt { row["end"] = Self.end(end, call) }
    if let note = attestation.note { row["note"] = note }
    if standing(attestation) != "replaced", attestation.withdrawnAt == nil,
      !attestation.isConfirmed || call.principal?.person?.speaksForTheProvince == true,
      call.principal?.may(.manage) == true
    {
      row["withdraw"] = [
        "service": attestation.service, "action": "\(action)/withdraw",
        "label": call.text("commune.withdrawOf", ["service": name(attestation.service)]),
      ]
    }
    return row
  }

  /// Whether it currently counts, and if not, why not.
  private func standing(_ attestation: Attestation) -> String {
    if attestation.withdrawnAt != nil { return "withdrawn" }
    let isLatest = !details.attestations.contains {
      $0.service == attestation.service && $0.attestedAt > attestation.attestedAt
    }
    guard isLatest else { return "replaced" }
    if !attestation.isConfirmed, policy.format >= 2 { return "unconfirmed" }
    let shown = details.services.first { $0.service == attestation.service }
    return shown?.evidence == .officer ? "counts" : "overtaken"
  }

  private var action: String { "/communes/\(details.register.code)/attestations" }

  private var form: PageValues {
    let refused = call.refused("attest")
    var values: PageValues = [
      "action": action, "today": VietnamDay.text(call.now),
      "maximumNote": Attestation.maximumNote, "open": refused != nil,
      "until": refused?["until"] ?? "", "note": refused?["note"] ?? "",
      "services": details.services.map {
        [
          "code": $0.service, "name": name($0.service),
          "selected": $0.service == refused?["service"],
        ] as PageValues
      },
      "statuses": Attestation.statuses.map(\.rawValue).map {
        ["code": $0, "name": call.text("status.\($0)"), "selected": $0 == refused?["status"]]
          as PageValues
      },
    ]
    values["fault"] = refused?.fault
    return values
  }

  private func name(_ service: String) -> String {
    let key = "service.\(service)"
    let text = call.text(key)
    return text == key ? service : text
  }
}
