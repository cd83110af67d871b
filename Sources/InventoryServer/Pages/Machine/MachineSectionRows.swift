import Foundation
import InventoryStore
import Presentation
import Reporting

/// The current results of a machine's probes.
struct MachineSectionRows: PageModel {
  let call: PageCall
  let model: MachineModel
  let identifying: Bool

  func values() -> PageValues {
    let facts = model.facts
    var hardware = look(facts.hardware)
    if let seen = facts.hardware?.facts {
      hardware["rows"] =
        MachineHardwareRows(call: call, facts: seen, identifying: identifying)
        .rows() + protection + network
      hardware["known"] = true
    }
    var scanners = look(facts.scanners)
    if let seen = facts.scanners?.facts {
      scanners["rows"] = seen.scanners.map(scanner)
      scanners["known"] = !seen.scanners.isEmpty
      scanners["none"] = seen.scanners.isEmpty
      scanners["unseen"] = seen.unseen.map {
        call.text(
          "machine.unseen", ["way": $0.way.rawValue, "reason": text($0.reason)])
      }
    }
    var line = look(facts.bandwidth)
    line["rows"] = model.line.map(measurement)
    line["known"] = !model.line.isEmpty
    if let skip = facts.bandwidth?.present.outcome.facts?.skipped {
      line["skipped"] = call.text("machine.skipped.\(skip.rawValue)")
    }
    var accounts = look(facts.accounts)
    if let seen = facts.accounts?.facts {
      accounts["rows"] = seen.accounts.map(account)
      accounts["known"] = !seen.accounts.isEmpty
      accounts["none"] = seen.accounts.isEmpty
    }
    return ["hardware": hardware, "scanners": scanners, "line": line, "accounts": accounts]
  }

  /// Empty unless an agent reports it: ours does not.
  private var protection: [PageValues] {
    guard let seen = model.facts.protection?.facts else { return [] }
    let programs = seen.antivirus.map { program in
      [
        program.name,
        program.enabled.map { call.text("machine.antivirus.\($0 ? "on" : "off")") },
        program.upToDate.map { call.text("machine.antivirus.\($0 ? "current" : "outdated")") },
      ].compactMap(\.self).joined(separator: " · ")
    }
    return [
      [
        "name": call.text("machine.probe.protection"),
        "values": programs.isEmpty ? [call.text("machine.noneSeen")] : programs, "unknown": false,
      ]
    ]
  }

  /// Empty unless an agent reports it: ours does not.
  private var network: [PageValues] {
    guard let seen = model.facts.network?.facts else { return [] }
    let adapters = seen.adapters.map { adapter in
      [
        call.text("machine.interface.\(adapter.kind.rawValue)"),
        adapter.linkBitsPerSecond.map { people.speed(bitsPerSecond: $0) },
        adapter.up.map { call.text("machine.adapter.\($0 ? "up" : "down")") },
      ].compactMap(\.self).joined(separator: " · ")
    }
    return [
      [
        "name": call.text("machine.probe.network"),
        "values": adapters.isEmpty ? [call.text("machine.noneSeen")] : adapters, "unknown": false,
      ]
    ]
  }

  /// When a probe ran, and its outcome if that is not simply facts.
  private func look<Facts>(_ seen: CurrentFacts.Seen<Facts>?) -> PageValues {
    guard let seen else { return ["note": call.text("machine.neverSaid")] }
    let present = seen.present
    let last = people.dateTime(present.lastSeen)
    switch present.outcome {
    case .observed:
      return [
        "since": call.text(
          "machine.since", ["first": people.dateTime(present.firstSeen), "last": last])
      ]
    case .absent:
      return ["note": call.text("machine.absent", ["last": last])]
    case .failed(let reason):
      var note = call.text("machine.failed", ["last": last, "reason": text(reason)])
      if let before = seen.lastObserved {
        note +=
          " " + call.text("machine.lastObserved", ["last": people.dateTime(before.lastSeen)])
      }
      return ["note": note, "isFault": true]
    }
  }

  /// A reason in the reader's language, if it is one of our own standard ones.
  private func text(_ reason: String) -> String {
    if let agent = reason.firstMatch(of: /^(.+) does not list the scanners of multifunction/) {
      return call.text("machine.noMultifunction", ["agent": String(agent.1)])
    }
    if let agent = reason.firstMatch(of: /^(.+) did not list the devices on the USB/) {
      return call.text("machine.noUSBList", ["agent": String(agent.1)])
    }
    return reason
  }

  private func scanner(_ scanner: ScannerFacts.Scanner) -> PageValues {
    let ready = scanner.ready.map { $0 ? "ready" : "notReady" } ?? "notAsked"
    return [
      "name": ProductName.of(scanner.manufacturer, scanner.model) ?? call.text("value.unknown"),
      "connection": call.text("connection.\(scanner.connection.rawValue)"),
      "evidence": call.text(
        "machine.scannerEvidence.\(scanner.likely == true ? "likely" : scanner.evidence.rawValue)"),
      "ready": call.text("machine.scanner.\(ready)"), "class": ready,
    ]
  }

  private func measurement(_ line: CommuneDetails.LineMeasurement) -> PageValues {
    let unknown = call.text("value.unknown")
    return [
      "time": people.dateTime(line.measuredAt),
      "download": line.downloadBitsPerSecond.map { people.speed(bitsPerSecond: $0) } ?? unknown,
      "upload": line.uploadBitsPerSecond.map { people.speed(bitsPerSecond: $0) } ?? unknown,
      "latency": line.latencySeconds.map { people.milliseconds($0) } ?? unknown,
      "interface": line.interface.map { call.text("machine.interface.\($0)") } ?? unknown,
      "unsettled": line.settled == false,
    ]
  }

  private func account(_ account: AccountFacts.Account) -> PageValues {
    let key = "service.\(account.service)"
    let known = call.text(key)
    var row: PageValues = [
      "service": known == key ? account.service : known,
      "status": call.text("status.\(account.status.rawValue)"),
      "class": account.status == .active ? "good" : account.status == .unknown ? "soft" : "bad",
      "evidence": call.text("machine.accountEvidence.\(account.evidence.rawValue)"),
    ]
    if let end = account.expiresAt {
      row["end"] = (try? Date(end, strategy: .iso8601)).map { people.date($0) } ?? end
    }
    return row
  }
}
