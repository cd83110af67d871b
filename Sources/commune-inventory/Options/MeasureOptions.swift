import ArgumentParser
import Foundation
import Presentation

/// Options for the policy, the source of the measures and their date.
struct MeasureOptions: ParsableArguments {
  @OptionGroup var place: ProvinceOption

  @OptionGroup var judging: PolicyOption

  @Option(
    help: ArgumentHelp(
      "Read measures from a table instead of the database: code, one column per criterion and context, need_<criterion>.",
      valueName: "file.csv"))
  var measures: String?

  @OptionGroup var published: PublishedMeasures

  @Option(
    past: "as-of", "As of a past time: RFC 3339, or YYYY-MM-DD for the end of that day in Vietnam.")
  var asOf: AsOfOption?

  var province: String? { place.province }
  var policy: String? { judging.policy }
  var from: String? { published.from }

  /// Whether a time in the past is requested.
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
