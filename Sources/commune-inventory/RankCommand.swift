import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Presentation

struct RankCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

  static let configuration = CommandConfiguration(
    commandName: "rank", abstract: "Rank the communes by what they lack.")

  @OptionGroup var global: GlobalOptions

  @Option(help: "Only this province, by its two digits.")
  var province: String?

  @Option(help: "The policy to rank by, instead of the standard one.")
  var policy: String?

  @Option(help: "Show only the first so many of each queue (table only).")
  var limit: Int?

  @Option(help: "table, json or csv.")
  var format: Format = .table

  @Option(help: "Write to this file instead of stdout.")
  var output: String?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit wants 1 or more.") }
  }

  func run() async throws {
    try await Failure.reporting {
      let policy = try PolicyFile.read(policy)
      let source = RankingSource(store: try global.store(policy: policy), policy: policy)
      let document = try await source.document(province: province, now: Date())
      let messages = try Messages.embedded()
      let bytes: Data
      switch format {
      case .json: bytes = Data(RankingJSON.encode(document))
      case .csv: bytes = RankingCSV.encode(document, global.language, messages: messages)
      case .table:
        let colour = output == nil && Terminal.wantsColour
        bytes = Data(
          RankingTable.render(
            document, global.language, messages: messages, limit: limit, colour: colour
          ).utf8)
      }
      try write(bytes)
    }
  }

  private func write(_ bytes: Data) throws {
    guard let output else { return try Output.write(bytes) }
    do {
      try bytes.write(to: URL(fileURLWithPath: output), options: .atomic)
    } catch {
      throw Failure(Failure.badInput, "Cannot write \(output): \(error.localizedDescription)")
    }
  }
}

enum Terminal {
  /// A terminal that was not asked to stay plain (https://no-color.org).
  static var wantsColour: Bool {
    let silenced = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return isatty(STDOUT_FILENO) == 1 && !silenced
  }
}
