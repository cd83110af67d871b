import ArgumentParser
import Foundation
import InventoryStore
import Reporting

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Tokens with which a commune's machines enrol.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a token and print the command to type at the commune; it is shown only now.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "The commune, by its five digits.")
    var commune: String?

    @Option(help: "Make one token for each commune of this province, by its two digits.")
    var province: String?

    @Option(help: "How many machines may enrol with it.")
    var uses = 1

    @Option(help: "For how many days it is valid.")
    var days = InventoryStore.tokenDays

    @Option(help: "The address of the centre, for the command to type.")
    var server = "http://127.0.0.1:8080"

    @Option(help: "text or json.")
    var format: ListFormat = .text

    func validate() throws {
      guard (commune == nil) != (province == nil) else {
        throw ValidationError("Name either --commune CODE or --province CODE.")
      }
    }

    func run() async throws {
      try await Failure.reporting {
        let store = try global.store(policy: try PolicyFile.read(nil))
        var communes: [String] = []
        if let commune { communes = [try CommuneCode(commune).description] }
        if let province { communes = try await store.communes(province: province).map(\.code) }
        let tokens = try store.createTokens(
          communes: communes, uses: uses, days: days, now: Date())
        switch format {
        case .json:
          if commune != nil, let token = tokens.first {
            try ListOutput.json(token)
          } else {
            try ListOutput.json(tokens)
          }
        case .text:
          for token in tokens {
            try Output.line(
              "# \(token.communeName) (\(token.commune)): \(token.uses) machine(s), until \(ListOutput.local(token.expiresAt))"
            )
            try Output.line("commune-probe enroll --server \(server) --token \(token.token)")
          }
        }
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the tokens, never their text.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "text or json.")
    var format: ListFormat = .text

    func run() async throws {
      try await Failure.reporting {
        let tokens = try await global.store(policy: try PolicyFile.read(nil)).tokens()
        switch format {
        case .json: try ListOutput.json(tokens)
        case .text:
          try ListOutput.table(
            ["Id", "Commune", "Name", "Used", "Until", "State"],
            tokens.map {
              [
                String($0.id), $0.commune, $0.communeName, "\($0.uses)/\($0.maximumUses)",
                ListOutput.local($0.expiresAt), state($0),
              ]
            })
        }
      }
    }

    private func state(_ token: TokenRecord) -> String {
      if token.revokedAt != nil { return "revoked" }
      if token.expiresAt <= Date() { return "expired" }
      return token.uses >= token.maximumUses ? "used up" : "valid"
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Withdraw a token; machines that enrolled with it stay.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The token's id, as in token list.")
    var id: Int64

    func run() async throws {
      try await Failure.reporting {
        try global.store(policy: try PolicyFile.read(nil)).revokeToken(id, now: Date())
        try Output.line("Token \(id) is withdrawn.")
      }
    }
  }
}
