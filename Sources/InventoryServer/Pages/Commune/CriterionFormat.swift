import Foundation
import Presentation
import Prioritization

/// The display of a criterion on the commune's page.
struct CriterionFormat {
  let criterion: Criterion
  let call: PageCall

  func value(_ value: Double) -> String { CriterionValue(criterion).text(value, call.people) }

  func interval(_ low: Double, _ high: Double) -> String {
    CriterionValue(criterion).interval(low, high, call.people)
  }

  /// In the reader's language for measures of the inventory, otherwise as written in the policy.
  var unit: String { text("unit") ?? criterion.unit[call.language] }

  /// The evidence for the value, in a sentence.
  var evidence: String? { text("evidence") }

  /// The part of the page with the evidence.
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
