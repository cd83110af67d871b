import Foundation
import InventoryStore
import Presentation
import Prioritization
import Reporting

/// The values of a machine's page for its template.
struct MachinePage: PageModel {
  let call: PageCall
  let model: MachineModel
  let limits: ReportingLimits
  /// The message of a failed action, for the user who requested it.
  var fault: String?

  private var summary: MachineSummary { model.details.summary }
  private var mayManage: Bool { call.principal?.may(.manage) ?? false }

  var title: String { call.text("machine.title", ["id": summary.id]) }

  func values() -> PageValues {
    let details = model.details
    var values: PageValues = [
      "id": summary.id, "commune": summary.communeName, "communeCode": summary.commune,
      "communeAddress": "/communes/\(summary.commune)",
      "state": summary.state.rawValue,
      "stateName": call.text("machine.state.\(summary.state.rawValue)"),
      "stateMeaning": call.text("machine.stateMeaning.\(summary.state.rawValue)"),
      "agent": summary.agentVersion, "lastReport": lastReport,
      "isSilent": isSilent, "warnings": warnings,
      "facts": MachineSectionRows(call: call, model: model, identifying: mayManage).values(),
      "changes": MachineChanges(call: call, model: model).rows(),
      "reports": model.reporting.reports.map(report),
      "reportCount": call.text(
        "machine.reportCount",
        [
          "shown": people.number(model.reporting.reports.count),
          "total": people.number(details.reports),
        ]),
      "hasReports": !model.reporting.reports.isEmpty,
      "enrolment": MachineEnrolment(call: call, details: details, mayManage: mayManage).values(),
      "api": "/api/v1/machines/\(summary.id)",
    ]
    if let model = ProductName.of(summary.manufacturer, summary.model) { values["model"] = model }
    if summary.simulated { values["simulated"] = call.text("simulated.mark") }
    if let fault { values["fault"] = fault }
    if let done = call.query["done"].flatMap(MachineAction.init) {
      values["done"] = call.text("machine.done.\(done.rawValue)")
    }
    if summary.state == .quarantined {
      let written = summary.quarantineReason ?? "–"
      let told = QuarantineReason.text(written, call)
      values["heldReason"] = told
      if told != written { values["heldReasonAsWritten"] = written }
      if let since = details.quarantinedAt { values["heldSince"] = call.ago(since) }
    }
    if let retired = details.retiredAt { values["retired"] = call.ago(retired) }
    if mayManage {
      let acts = MachineActions(call: call, details: details).rows()
      values["acts"] = acts
      values["mayAct"] = !acts.isEmpty
      if let request = model.request {
        values["request"] = RetirementRequestText(call: call, request: request).notice()
        values["declineAddress"] = "/machines/\(summary.id)/retirement/decline"
        values["decline"] = call.text(
          call.scope.isMoreThanACommune ? "machine.request.decline" : "machine.request.withdraw")
      }
      values["comparisons"] = model.proposals.map {
        [
          "address": MergeDecisionPage.path($0.former, $0.later),
          "label": call.text("merge.title", ["former": $0.former, "later": $0.later]),
        ] as PageValues
      }
    }
    return values
  }

  private var lastReport: String {
    summary.lastReportAt.map { call.ago($0) } ?? call.text("machine.neverReported")
  }

  /// Whether a machine that may report has been silent for too long.
  private var isSilent: Bool {
    let days = call.now.days(sinceKnown: summary.lastReportAt)
    return summary.state == .active
      && limits.state(enrolled: true, daysSinceLastReport: days) == .silent
  }

  private var warnings: [String] {
    var warnings: [String] = []
    if summary.isClockWrong, let skew = summary.clockSkewSeconds {
      warnings.append(
        call.text(
          skew > 0 ? "machine.clockAhead" : "machine.clockBehind", ["time": duration(skew)]))
    }
    if let refused = model.details.intakeRefusedAt {
      warnings.append(call.text("machine.oversized", ["time": call.ago(refused)]))
    }
    if let since = model.details.unseenSince {
      warnings.append(call.text("machine.unseenSince", ["time": call.ago(since)]))
    }
    if let dropped = model.reporting.droppedReports, dropped > 0 {
      warnings.append(call.text("machine.dropped", ["count": people.number(dropped)]))
    }
    let late = model.reporting.reports.count(where: \.isLate)
    if late > 0 {
      warnings.append(
        call.text(
          "machine.late",
          [
            "count": people.number(late),
            "total": people.number(model.reporting.reports.count),
          ]))
    }
    return warnings
  }

  private func report(_ report: MachineReport) -> PageValues {
    var row: PageValues = [
      "sequence": people.number(report.sequence), "received": people.dateTime(report.receivedAt),
      "captured": report.capturedAt.map { people.dateTime($0) } ?? call.text("value.unknown"),
      "isLate": report.isLate,
    ]
    if let captured = report.capturedAt {
      row["waited"] = duration(Int(min(report.receivedAt.timeIntervalSince(captured), 1e9)))
    } else {
      row["waited"] = call.text("value.unknown")
    }
    return row
  }

  /// A duration in its largest unit.
  private func duration(_ seconds: Int) -> String {
    let length = Int(min(seconds.magnitude, 1 << 40))
    switch length {
    case ..<120: return call.text("time.seconds", ["count": people.number(length)])
    case ..<7200: return call.text("time.minutes", ["count": people.number(length / 60)])
    case ..<172_800: return call.text("time.hours", ["count": people.number(length / 3600)])
    default: return call.text("time.days", ["count": people.number(length / 86_400)])
    }
  }
}

/// Everything that a machine's page shows, read for one call.
struct MachineModel {
  /// The most versions of a section that are compared.
  static let versions = 12
  /// The most reports listed: a month of nights.
  static let reports = 30

  let details: MachineDetails
  let facts: CurrentFacts
  let reporting: MachineReporting
  let versions: [SectionVersion]
  let line: [CommuneDetails.LineMeasurement]
  /// Machines that look like the same computer, for users who may merge them.
  let proposals: [MergeProposal]
  /// A request to retire the machine, for users who may decide or withdraw it.
  let request: RetirementRequest?

  init(_ id: String, _ store: InventoryStore, _ call: PageCall) async throws {
    let scope = call.scope
    details = try await store.machines.details(id, within: scope, now: call.now)
    facts = try await store.history.facts(of: id, within: scope)
    reporting = try await store.history.reporting(of: id, last: Self.reports, within: scope)
    versions = try await store.history.sectionVersions(of: id, last: Self.versions, within: scope)
    line = try await store.history.lineMeasurements(of: id, last: 10, within: scope)
    let mayManage = call.principal?.may(.manage) == true
    proposals = mayManage ? try await store.machines.mergeProposals(of: id, within: scope) : []
    request =
      mayManage ? try await store.machines.retirementRequests(of: id, within: scope).first : nil
  }
}
