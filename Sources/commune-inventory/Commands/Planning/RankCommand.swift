import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Terminal

struct RankCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank", abstract: "Rank the communes by need for investment.")

  @OptionGroup var global: GlobalOptions

  @OptionGroup var measured: MeasureOptions

  @Option(
    help: ArgumentHelp("Explain one commune: how its points are made up.", valueName: "code"))
  var explain: String?

  @Option(past: "since", "With --explain: how the points changed since this time, and why.")
  var since: AsOfOption?

  @Option(
    help:
      "Only communes of this group, by its name or number, with their ranks among all: see communes groups list."
  )
  var group: String?

  @Option(help: "Show only the first N communes of each list (table only).")
  var limit: Int?

  @OptionGroup var doubts: RobustnessOptions

  @OptionGroup var result: ResultOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
    if measured.from != nil, group != nil || since != nil {
      throw ValidationError(
        "Groups and events are in the provinces' inventories: omit --from, or --group and --since.")
    }
    if group != nil {
      guard measured.measures == nil else {
        throw ValidationError("A table has no groups: omit --group or --measures.")
      }
      guard explain == nil, !doubts.robustness else {
        throw ValidationError("--group goes with neither --explain nor --robustness.")
      }
    }
    if since != nil {
      guard explain != nil else {
        throw ValidationError("--since applies to one commune: add --explain CODE.")
      }
      guard measured.measures == nil else {
        throw ValidationError("A table has no history: omit --since or --measures.")
      }
    }
    if explain != nil, ![.table, .json].contains(result.format) {
      throw ValidationError("--explain supports the formats table and json.")
    }
    if doubts.robustness {
      guard explain == nil else {
        throw ValidationError("--robustness covers all communes: omit --explain.")
      }
      guard [.table, .json].contains(result.format) else {
        throw ValidationError("--robustness supports the formats table and json.")
      }
    }
  }

  func run() async throws {
    try await Failure.reporting {
      let making = try RankingBuilder(global, measured, group: group)
      if let explain { return try await self.explain(explain, making) }
      let document =
        measured.isPast
        ? try await ProgressLine.showing("Ranking the past") { try await making.document() }
        : try await making.document()
      if doubts.robustness { return try writeRobustness(of: document) }
      try result.write(
        for: global, reading: [measured.measures, measured.policy],
        json: { Data(try RankingJSON.encode(document)) },
        csv: { RankingCSV.encode(document, $0, messages: $1) },
        xlsx: { try RankingWorkbook.encode(document, $0, messages: $1) },
        table: { RankingTable.render(document, $0, messages: $1, limit: limit, colour: $2) })
    }
  }

  private func writeRobustness(of ranking: RankingDocument) throws {
    let document = RobustnessDocument(
      ranking, top: doubts.top ?? max(1, (ranking.entries.count + 9) / 10),
      samples: doubts.samples, seed: doubts.seed)
    try result.write(
      for: global, reading: [measured.measures, measured.policy],
      json: { try RobustnessJSON.encode(document) },
      table: { RobustnessTable.render(document, $0, messages: $1, limit: limit, colour: $2) })
  }

  private func explain(_ code: String, _ making: RankingBuilder) async throws {
    let explanation = try await making.explanation(code, since: since)
    try result.write(
      for: global, reading: [measured.measures, measured.policy],
      json: { try ExplanationJSON.encode(explanation) },
      table: { ExplanationTable.render(explanation, $0, messages: $1, colour: $2) })
  }
}
