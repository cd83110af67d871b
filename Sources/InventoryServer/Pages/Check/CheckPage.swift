import Foundation
import InventoryStore
import Presentation
import Prioritization
import Reporting

/// One step of the check as a page.
struct CheckPage {
  static let mostMachines = 200

  let check: CheckCall
  /// nil until a commune is chosen.
  let subject: CheckSubject?
  let step: CheckStep
  /// The commune's details; nil until one is chosen.
  let details: CommuneDetails?
  let results: [CheckResult]
  let policy: Policy
  let services: [CheckService]

  private var call: PageCall { check.call }

  func values() -> PageValues {
    var values: PageValues = [
      "checkScript": call.templates.assets.address("check.js"),
      "steps": steps, "isLink": check.user == nil,
      "commune": subject?.commune ?? call.query["commune"] ?? "", "machine": subject?.machine ?? "",
      "hasSubject": subject != nil,
    ]
    if let register = details?.register {
      values["place"] = "\(register.name) (\(register.code)), \(register.provinceName)"
    }
    if let done = call.query["done"].flatMap(CheckStep.init) {
      values["done"] = call.text("check.done.\(done.rawValue)")
    }
    if let next = step.next, let subject { values["skip"] = subject.address(next) }
    if step == .accounts, let subject {
      values["communeAddress"] = "/communes/\(subject.commune)"
      values["showsCommune"] = check.user != nil
    }
    values[step.rawValue] = content
    values["found"] = CheckRows(call: call).rows(results, isLinked: check.user != nil)
    return values
  }

  private var steps: [PageValues] {
    CheckStep.allCases.enumerated().map { index, step in
      [
        "number": index + 1, "label": call.text("check.step.\(step.rawValue)"),
        "current": step == self.step,
        "address": subject?.address(step) ?? "", "isOpen": subject != nil,
      ]
    }
  }

  /// The values for the step's own part of the template.
  private var content: PageValues {
    switch step {
    case .computer: computer
    case .line, .system: ["isShown": true]
    case .services:
      [
        "hasAddresses": !services.isEmpty,
        "services": services.map {
          ["code": $0.name, "name": serviceName($0.name), "address": $0.address] as PageValues
        },
      ]
    case .scanner:
      [
        "minutes": Int(InventoryStore.Checks.sheetSeconds / 60),
        "accept": ".pdf,.jpg,.jpeg,.png,.tif,.tiff",
      ]
    case .accounts: accounts
    }
  }

  private var computer: PageValues {
    let machines = (details?.machines ?? []).filter { $0.state != .retired }
    return [
      "choosesCommune": check.user != nil && !isOneCommune,
      "machines": machines.prefix(Self.mostMachines).map { machine in
        let model = ProductName.of(machine.manufacturer, machine.model)
        return [
          "id": machine.id, "selected": machine.id == subject?.machine,
          "name": model.map { "\(machine.id) – \($0)" } ?? machine.id,
        ] as PageValues
      },
    ]
  }

  private var isOneCommune: Bool {
    if case .commune = check.scope { true } else { false }
  }

  private var accounts: PageValues {
    [
      "canAttest": check.user != nil, "by": check.finder.name,
      "today": VietnamDay.text(call.now),
      "rows": policy.attestableServices.map(account),
    ]
  }

  /// A service and the account on file for it.
  private func account(_ service: String) -> PageValues {
    let onFile = details?.services.first { $0.service == service }
    let refused = call.refused("accounts")
    var row: PageValues = [
      "code": service, "name": serviceName(service),
      "onFile": onFile.map { call.text("status.\($0.status)") } ?? call.text("value.unknown"),
      "statuses": Attestation.statuses.map {
        [
          "code": $0, "name": call.text("status.\($0)"),
          "selected": "\($0)" == refused?["status.\(service)"],
        ] as PageValues
      },
      "until": refused?["until.\(service)"] ?? "",
      "labelStatus": call.text("check.accounts.statusOf", ["service": serviceName(service)]),
      "labelUntil": call.text("check.accounts.untilOf", ["service": serviceName(service)]),
    ]
    if let evidence = onFile?.evidence {
      row["evidence"] = call.text("commune.accountEvidence.\(evidence)")
    }
    if let said = onFile?.saidAt { row["saidAt"] = call.people.date(said) }
    if let last = details?.attestations.first(where: { $0.service == service }) {
      row["attested"] = call.text(
        "check.accounts.attested",
        ["by": call.names.actor(last.attestedBy), "at": call.people.dateTime(last.attestedAt)])
    }
    return row
  }

  private func serviceName(_ service: String) -> String { call.serviceName(service) }
}

extension PageCall {
  /// A service's display name; its code if it has none.
  func serviceName(_ service: String) -> String {
    let key = "service.\(service)"
    let text = text(key)
    return text == key ? service : text
  }
}
