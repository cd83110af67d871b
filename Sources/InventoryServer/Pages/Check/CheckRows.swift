import Foundation
import InventoryStore
import Presentation

/// Results found in a browser, with who and when, for a commune's page and the check itself.
struct CheckRows {
  let call: PageCall

  /// - Parameter isLinked: Whether the reader may open the computers' pages.
  func rows(_ results: [CheckResult], isLinked: Bool) -> [PageValues] {
    results.map { result in
      var row: PageValues = [
        "step": call.text("check.step.\(result.facts.kind.rawValue)"),
        "kind": result.facts.kind.rawValue, "what": what(result.facts),
        "at": call.people.dateTime(result.foundAt),
        "by": call.text(
          result.isByLink ? "check.byLink" : "check.byUser", ["name": result.foundBy]),
        "evidence": call.text(
          result.facts.kind == .scanner ? "check.evidence.scan" : "check.evidence.browser"),
      ]
      // Sets all keys: a missing one would be looked up among the page's own values.
      row["computer"] =
        [
          "name": result.machine ?? call.text("check.office"),
          "isLinked": isLinked && result.machine != nil,
          "address": result.machine.map { "/machines/\($0)" } ?? "",
        ] as PageValues
      return row
    }
  }

  private func what(_ facts: CheckResult.Facts) -> String {
    let people = call.people
    switch facts {
    case .line(let line):
      func megabits(_ bits: Int) -> String { people.number(Double(bits) / 1e6, decimals: 1) }
      let text = call.text(
        "check.found.line",
        [
          "down": megabits(line.downloadBitsPerSecond), "up": megabits(line.uploadBitsPerSecond),
          "latency": line.latencySeconds.map { people.number(($0 * 1000).rounded()) }
            ?? call.text("value.unknown"),
        ])
      return line.isSettled ? text : "\(text) \(call.text("check.found.lineOpen"))"
    case .system(let system):
      return system.isMobile
        ? call.text("check.found.phone", ["system": system.name]) : system.name
    case .services(let services):
      return services.map { service in
        let name = call.serviceName(service.service)
        return service.milliseconds.map {
          call.text(
            "check.found.reachable", ["service": name, "milliseconds": people.number($0)])
        } ?? call.text("check.found.notLearned", ["service": name])
      }.joined(separator: "; ")
    case .scanner(let scanner):
      guard !scanner.signs.isEmpty else { return call.text("check.found.scanner") }
      let signs = scanner.signs.map { call.text("check.sign.\($0)") }.joined(separator: ", ")
      return call.text("check.found.scannerDoubted", ["signs": signs])
    }
  }
}
