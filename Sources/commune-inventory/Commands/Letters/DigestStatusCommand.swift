import ArgumentParser
import Foundation
import InventoryStore

/// `digest status`: lists letters that wait, failed or are doubtful.
struct DigestStatusCommand: StoreQuery {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "List letters that wait, failed, or may have been sent.")

  @OptionGroup var list: ListOptions

  private struct Listed: Encodable {
    var counts: [String: Int]
    var letters: [Letter]

    struct Letter: Encodable {
      var number: Int64
      var recipient: String
      var address: String?
      var period, day, state: String
      var attempts: Int
      var createdAt: Date
      var nextAt: Date?
      var messageId: String
      var problem: String?
    }
  }

  func run(with store: InventoryStore) async throws {
    let status = try await store.letters.status()
    try list.format.write(listed(status.counts, status.unsent)) {
      try ListOutput.table(
        ["Number", "To", "Period", "State", "Attempts", "Next attempt", "Problem"],
        status.unsent.map {
          [
            String($0.number), $0.recipient + ($0.address.map { " <\($0)>" } ?? ""),
            "\(OutputLanguage.said($0.period.rawValue)) \(ListOutput.day($0.day))",
            OutputLanguage.said($0.state.rawValue), String($0.attempts),
            ListOutput.time($0.nextAt), $0.problem.map(OutputLanguage.said) ?? "-",
          ]
        })
      func count(_ state: LetterStatus.State) -> Int { status.counts[state] ?? 0 }
      try Output.say(
        "Letters sent: \(count(.sent)), waiting: \(count(.waiting) + count(.sending)), refused: \(count(.failed)), doubtful: \(count(.doubtful))."
      )
    }
  }

  private func listed(
    _ counts: [LetterStatus.State: Int], _ letters: [LetterStatus]
  ) -> Listed {
    Listed(
      counts: Dictionary(
        uniqueKeysWithValues: LetterStatus.State.allCases.map { ($0.rawValue, counts[$0] ?? 0) }),
      letters: letters.map {
        .init(
          number: $0.number, recipient: $0.recipient, address: $0.address,
          period: $0.period.rawValue, day: $0.day, state: $0.state.rawValue,
          attempts: $0.attempts, createdAt: $0.createdAt, nextAt: $0.nextAt,
          messageId: $0.identity, problem: $0.problem)
      })
  }
}
