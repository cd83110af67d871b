import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Prioritization
import Reporting

/// `compare FIRST [SECOND]`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two communes, or one commune at two times, criterion by criterion.",
    discussion: """
      compare 21250 21244 sets two communes side by side; compare 21250 --as-of 2026-06-30 sets a \
      commune on that day beside the same commune today. Each is ranked among the communes of its \
      province.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp("Code of a commune.", valueName: "first"))
  var first: String

  @Argument(
    help: ArgumentHelp("Code of another; omit it to compare two times.", valueName: "second"))
  var second: String?

  @OptionGroup var judging: PolicyOption

  @Option(
    past: "as-of",
    "The first commune as of a past time: RFC 3339, or YYYY-MM-DD for the end of that day in Vietnam."
  )
  var asOf: AsOfOption?

  @Option(past: "second-as-of", "The second as of a past time.")
  var secondAsOf: AsOfOption?

  @OptionGroup var result: ResultOptions

  func validate() throws {
    guard (second ?? first) != first || asOf != secondAsOf else {
      throw ValidationError(
        "Both sides are the same: give another commune, or a time with --as-of.")
    }
    guard [.table, .json].contains(result.format) else {
      throw ValidationError("compare supports the formats table and json.")
    }
  }

  func run() async throws {
    try await Failure.reporting {
      let policy = try global.policy(judging.policy)
      let source = try global.documents(policy)
      let now = CommandTime.now
      let one = try await side(
        first, try asOf?.date(option: "--as-of", now: now), source, now: now)
      let other = try await side(
        second ?? first, try secondAsOf?.date(option: "--second-as-of", now: now), source,
        now: now)
      guard
        let comparison = CommuneComparison(policy: policy.policy, first: one, second: other)
      else { throw Failure(Failure.badInput, "The two were ranked by different policies.") }
      try result.write(
        for: global, reading: [judging.policy],
        json: { try ComparisonJSON.encode(comparison) + Data("\n".utf8) },
        table: { ComparisonTable.render(comparison, $0, messages: $1, colour: $2) })
    }
  }

  private func side(
    _ text: String, _ moment: Date?, _ source: DocumentSource, now: Date
  ) async throws -> CommuneComparison.Side {
    let code = try CommuneCode(text).description
    let province = try await source.store.communes.details(code, within: .country, now: now)
      .register.provinceCode
    let document = try await source.ranking(
      province: province, within: .country, asOf: moment, now: now)
    guard let entry = document.entries.first(where: { $0.ranked.standing.code == code }) else {
      throw Failure(Failure.badInput, "Commune \(code) is not in the register: check the code.")
    }
    return .init(
      entry: entry, asOf: document.asOf ?? now, isPast: moment != nil,
      rankedAmong: document.entries.count)
  }
}
