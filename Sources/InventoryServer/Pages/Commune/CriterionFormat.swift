import Foundation
import Presentation
import Prioritization

/// A criterion as the commune's page shows it.
struct CriterionFormat {
  let criterion: Criterion
  let call: PageCall

  func value(_ value: Double) -> String { CriterionValue(criterion).text(value, call.people) }

  func interval(_ low: Double, _ high: Double) -> String {
    CriterionValue(criterion).interval(low, high, call.people)
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
