import ArgumentParser
import Foundation
import Presentation

/// By what to judge, and whose measures of when.
struct MeasureOptions: ParsableArguments {
  @Option(help: "Only this province, by its two digits.")
  var province: String?

  @Option(help: "The policy to decide by, instead of the standard one.")
  var policy: String?

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "As things stood at a moment of the past: RFC 3339, or YYYY-MM-DD for the end of that day in Vietnam.",
      valueName: "date"),
    transform: PastMoment.init)
  var asOf: PastMoment?

  /// The moment of the past that is asked for; nil for the present.
  ///
  /// - Throws: ``Failure`` where it lies in the future.
  func moment(now: Date) throws -> Date? { try asOf?.date(option: "--as-of", now: now) }
}
