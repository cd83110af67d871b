public import ArgumentParser
import CentreConfiguration
import Foundation
public import InventoryServer
import InventoryStore
import Presentation
import Reporting

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Manage enrolment tokens.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a token and print what to run at the commune; it is shown only once.",
      discussion: """
        Prints a card for each operating system: every command from installing the agent to checking \
        that the computer reports. With --script DIR, a .cmd file for many Windows computers is \
        written for each commune.
        """)

    @OptionGroup var global: GlobalOptions

    @OptionGroup var place: TokenPlace

    @Option(help: "Number of computers that may enrol with the token.")
    var uses = 1

    @Option(help: "Validity in days.")
    var days = InventoryStore.Tokens.defaultDays

    @OptionGroup var server: ServerOption

    @Option(
      help: ArgumentHelp(
        "The centre's own authority, ca.pem of tls issue: the card says how it gets to the computer, and its digest. Default: the one that the centre hands out by its settings.",
        valueName: "file"))
    var ca: String?

    @Option(help: "Print the card for one operating system: windows or debian. Default: both.")
    var system: EnrolmentCard.System?

    @Option(
      help: ArgumentHelp(
        "Write glpi-agent-CODE.cmd for each commune to this folder (mode 600).", valueName: "dir"))
    var script: String?

    @OptionGroup var output: FormatOption

    func run() async throws {
      try await Failure.reporting {
        let authority =
          try ca.map { try Encryption.authority(path: $0) }
          ?? Encryption.authority(of: global.settings())
        let store = try global.store()
        let communes = try await place.codes(in: store)
        let systems = system.map { [$0] } ?? EnrolmentCard.System.allCases
        // Found before a token is created that nobody would see; JSON contains no address.
        let address =
          script != nil || output.format == .text
          ? try server.address(for: .agents, global) : .unknown
        if script != nil || (output.format == .text && systems.contains(.windows)) {
          try WindowsScript.check(server: address.text)
        }
        if let script, access(script, F_OK) != 0, [ENOENT, ENOTDIR].contains(errno) {
          throw Failure(Failure.badInput, "The folder \(script) does not exist: create it first.")
        }
        let tokens = try await store.tokens.create(
          communes: communes, uses: uses, days: days, within: .country, now: CommandTime.now)
        let cards = tokens.map {
          EnrolmentCard(
            server: address.text, token: $0, authorityDigest: authority?.digest)
        }
        try await writeScripts(cards, authority, store)
        switch output.format {
        case .json:
          if place.commune != nil, let token = tokens.first {
            try ListOutput.json(token)
          } else {
            try ListOutput.json(tokens)
          }
        case .text:
          let messages = try Messages.embedded()
          for card in cards {
            for system in systems { try write(card, for: system, authority, messages) }
          }
        }
        address.warnIfLocal()
      }
    }

    /// Writes every script, or none and revokes the tokens: one that nobody has been shown must not
    /// stay valid.
    private func writeScripts(
      _ cards: [EnrolmentCard], _ authority: AuthorityFile?, _ store: InventoryStore
    ) async throws {
      guard let script else { return }
      var written: [String] = []
      do {
        for card in cards {
          let file = WindowsScript(card: card, authority: authority?.bytes)
          let path = "\(script)/\(file.name)"
          try ResultFile.write(Data(file.text().utf8), to: path, sparing: [], mode: 0o600)
          written.append(path)
        }
      } catch {
        for path in written { unlink(path) }
        for card in cards {
          try? await store.tokens.revoke(card.token.id, within: .country, now: CommandTime.now)
        }
        throw error
      }
    }

    /// Prints a whole card; everything but commands is a comment, so that each card may be pasted.
    private func write(
      _ card: EnrolmentCard, for system: EnrolmentCard.System, _ authority: AuthorityFile?,
      _ messages: Messages
    ) throws {
      let sign = system == .windows ? "rem " : "# "
      func comment(_ text: String) throws { try Output.line(sign + text) }
      let token = card.token
      try comment(messages("card.system.\(system.rawValue)", global.language))
      let terms = messages(
        "tokens.terms", global.language,
        ["uses": String(token.uses), "until": ListOutput.time(token.expiresAt, global.language)])
      try comment("\(token.communeName) (\(token.commune)). \(terms)")
      for (at, step) in try card.steps(system, global.language, messages).enumerated() {
        try comment("\(at + 1). \(step.title)")
        for command in step.commands { try Output.line(command) }
        if let outcome = step.outcome { try comment("   " + outcome) }
      }
      if authority == nil, card.server.lowercased().hasPrefix("https:") {
        try comment(messages("card.knownCertificate", global.language))
      }
    }
  }

  struct List: StoreQuery {
    static let configuration = CommandConfiguration(abstract: "List tokens (never their secret).")

    @OptionGroup var list: ListOptions

    func run(with store: InventoryStore) async throws {
      try list.format.write(
        try await store.tokens.list(within: .country),
        ["ID", "Code", "Commune", "Used", "Expires", "Status"]
      ) {
        [
          String($0.id), $0.commune, $0.communeName, "\($0.uses)/\($0.maximumUses)",
          ListOutput.time($0.expiresAt), OutputLanguage.said(state($0)),
        ]
      }
    }

    private func state(_ token: TokenRecord) -> String {
      switch token.state(at: CommandTime.now) {
      case .revoked: "revoked"
      case .expired: "expired"
      case .usedUp: "used up"
      case .valid: "valid"
      }
    }
  }

  struct Revoke: StoreChange, TargetCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Revoke a token: computers with commune-probe that enrolled with it are not affected; those with GLPI Agent, FusionInventory or OCS can no longer report with it."
    )

    @OptionGroup var target: TokenTarget

    func change(_ store: InventoryStore) async throws -> String {
      try await store.tokens.revoke(target.id, within: .country, now: CommandTime.now)
      return "Token \(target.id) is revoked."
    }
  }
}

extension EnrolmentCard.System: ExpressibleByArgument {}
