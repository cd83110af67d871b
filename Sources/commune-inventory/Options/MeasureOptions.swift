import ArgumentParser
import Foundation
import Presentation

/// By what to judge, and whose measures of when.
struct MeasureOptions: ParsableArguments {
  @Option(help: "Only this province (two-digit code).")
  var province: String?

  @Option(
    help: "Policy file. Without it: the one that the settings name, otherwise the standard policy.")
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Read measures from a table instead of the database: code, one column per criterion and context, need_<criterion>.",
      valueName: "file.csv"))
  var measures: String?

  @Option(
    help: ArgumentHelp(
      "Read what provinces have published to this national database, instead of an inventory.",
      valueName: "postgresql://…"))
  var from: String?

  @OptionGroup var nation: NationOptions

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "As of a past time: RFC 3339, or YYYY-MM-DD for the end of that day in Vietnam.",
      valueName: "date"),
    transform: AsOfOption.init)
  var asOf: AsOfOption?

  /// Whether a time in the past is asked for.
  var isPast: Bool { asOf != nil }

  func validate() throws {
    guard from == nil || measures == nil else {
      throw ValidationError("Give --from or --measures, not both.")
    }
    guard from == nil || asOf == nil else {
      throw ValidationError(
        "The national database is ranked as it stands: omit --as-of, or query its histories.")
    }
    guard measures == nil || asOf == nil else {
      throw ValidationError("A table has no history: omit --as-of or --measures.")
    }
  }

  /// The requested time in the past; nil for now.
  ///
  /// - Throws: ``Failure`` if it lies in the future.
  func moment(now: Date) throws -> Date? { try asOf?.date(option: "--as-of", now: now) }
}
