import Foundation
import Presentation
import Prioritization

/// Values of a criterion as people read them: a line in Mbit/s, a share in percent.
struct CriterionFormat {
  let criterion: Criterion
  let call: PageCall

  /// As much as nothing limits: what the office's own network hid.
  private static let openEnd = 10e9

  func value(_ value: Double) -> String {
    let people = call.people
    switch criterion.measure {
    case "lineBitsPerSecond":
      return people.number(value / 1e6, decimals: 1, trimmed: true) + " Mbit/s"
    case "oldComputersShare", "reportingCoverage", "usableServicesShare":
      return people.number(value * 100, decimals: 1, trimmed: true) + "%"
    default: return people.number(value, decimals: 2, trimmed: true)
    }
  }

  func interval(_ low: Double, _ high: Double) -> String {
    if criterion.measure == "lineBitsPerSecond", high >= Self.openEnd { return "≥ " + value(low) }
    let (least, most) = (value(low), value(high))
    return least == most ? least : "\(least)–\(most)"
  }

  /// In the reader's language for what the inventory measures, else as the policy writes it.
  var unit: String { text("unit") ?? criterion.unit[call.language] }

  /// What the value rests on, in a sentence.
  var evidence: String? { text("evidence") }

  /// The part of the page that shows it.
  var part: String? {
    switch criterion.measure {
    case "computersPerOfficial", "adequateComputersPerOfficial", "oldComputersShare",
      "reportingCoverage", "supportedSystemsShare":
      "machines"
    case "scanners": "scanners"
    case "lineBitsPerSecond": "line"
    case "usableServicesShare", "digitalSignatures": "services"
    default: nil
    }
  }

  private func text(_ name: String) -> String? {
    guard let measure = criterion.measure else { return nil }
    let key = "commune.\(name).\(measure)"
    let text = call.text(key)
    return text == key ? nil : text
  }
}
