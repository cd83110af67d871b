import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Presentation

struct RankCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank", abstract: "Rank the communes by what they lack.")

  @OptionGroup var global: GlobalOptions

  @OptionGroup var measured: MeasureOptions

  @Option(help: "Show only the first so many of each queue (table only).")
  var limit: Int?

  @OptionGroup var result: ResultOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit wants 1 or more.") }
  }

  func run() async throws {
    try await Failure.reporting {
      let document = try await document()
      let messages = try Messages.embedded()
      let language = global.language
      try result.write { format, colour in
        switch format {
        case .json: Data(RankingJSON.encode(document))
        case .csv: RankingCSV.encode(document, language, messages: messages)
        case .xlsx: try RankingWorkbook.encode(document, language, messages: messages)
        case .table:
          Data(
            RankingTable.render(
              document, language, messages: messages, limit: limit, colour: colour
            ).utf8)
        }
      }
    }
  }

  private func document() async throws -> RankingDocument {
    let policy = try PolicyFile(measured.policy)
    if let table = measured.measures {
      return try TableSource(table, policy: policy, province: measured.province).ranking()
    }
    let source = RankingSource(
      store: try global.store(policy: policy.policy), policy: policy.policy,
      policyDigest: policy.digest)
    let now = Date()
    return try await source.document(
      province: measured.province, asOf: try measured.moment(now: now), now: now)
  }
}
