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
    help: ArgumentHelp(
      "Measures from a table instead of the inventory: code, a column a criterion, a column a context, need_<criterion>.",
      valueName: "file.csv"))
  var measures: String?

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "As things stood at a moment of the past: RFC 3339, or YYYY-MM-DD for the end of that day in Vietnam.",
      valueName: "date"),
    transform: PastMoment.init)
  var asOf: PastMoment?

  func validate() throws {
    guard measures == nil || asOf == nil else {
      throw ValidationError("A table has no past: leave out --as-of or --measures.")
    }
  }

  /// The moment of the past that is asked for; nil for the present.
  ///
  /// - Throws: ``Failure`` where it lies in the future.
  func moment(now: Date) throws -> Date? { try asOf?.date(option: "--as-of", now: now) }
}
