import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Prioritization

/// `programme`: adopted plans, their purchases and what reports show of them.
struct ProgrammeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "programme",
    abstract: "Adopt plans, record purchases, and see which of them reports confirm.",
    subcommands: [
      List.self, Plans.self, Adopt.self, Show.self, ProgrammeImport.self, ProgrammeTemplate.self,
      ProgrammeChange.self, ProgrammeWithdraw.self,
    ])

  struct List: StoreQuery {
    static let configuration = CommandConfiguration(abstract: "List the programmes.")

    @OptionGroup var list: ListOptions

    func run(with store: InventoryStore) async throws {
      try list.format.write(
        try await store.programmes.list(within: .country),
        ["Number", "Name", "Area", "Budget (VND)", "Adopted by", "Adopted on"],
        json: ProgrammeName.init
      ) {
        [
          "\($0.number)", $0.name, $0.areaName ?? "-", "\($0.budget)", $0.adoptedBy,
          ListOutput.time($0.adoptedAt),
        ]
      }
    }
  }

  struct Plans: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the plans that were kept on the page and can be adopted.")

    @OptionGroup var global: GlobalOptions

    func run(with store: InventoryStore) async throws {
      let plans = try await store.plans.list(within: .country, limit: 1000).plans
      try ListOutput.table(
        ["Number", "Name", "Area", "Budget (VND)", "Owner", "Saved on"],
        plans.map {
          [
            "\($0.id)", $0.name, $0.areaName ?? "-", "\($0.budget)", $0.owner,
            ListOutput.time($0.savedAt),
          ]
        })
    }
  }

  struct Adopt: StoreChange {
    static let configuration = CommandConfiguration(
      abstract: "Adopt a plan as a programme: one that was kept, or one made now.",
      discussion: """
        Name a kept plan, or give a budget. The plan, its policy and what is known of its communes today are frozen; its purchases \
        become line items, which later changes name with a reason.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The kept plan's number, as in programme plans.")
    var plan: Int64?

    @OptionGroup var made: NewPlanOptions

    @Option(help: "The programme's name, 1 to 100 characters.")
    var name: String

    @Flag(help: "Confirm the adoption, which cannot be undone.")
    var yes = false

    func validate() throws {
      guard (plan == nil) != (made.budgets.money == nil) else {
        throw ValidationError("Name a kept plan, or give the budget of one to make now.")
      }
      guard plan == nil || (made.province ?? made.members.group ?? made.policy) == nil else {
        throw ValidationError(
          "A kept plan has its own area and policy: omit --province, --group and --policy.")
      }
      guard yes else {
        throw ValidationError("An adopted plan stays adopted: confirm with --yes.")
      }
    }

    func change(_ store: InventoryStore) async throws -> String {
      let source = ProgrammeSource(store: store)
      let number: Int64
      if let plan {
        number = try await source.adopt(
          plan: plan, as: name, within: .country, now: CommandTime.now)
      } else {
        let file = try global.policy(made.policy)
        number = try await source.adopt(
          budget: made.budgets.money ?? .joint(0), policy: file.policy, policyDigest: file.digest,
          province: made.province, group: made.members.group, as: name, within: .country,
          now: CommandTime.now)
      }
      return "The plan is adopted as programme \(number)."
    }
  }

  struct Show: TargetCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a programme: money, items, what is unconfirmed, and its effect.",
      discussion: "First looks in the newest reports for what was delivered.")

    @OptionGroup var target: ProgrammeTarget

    @OptionGroup var result: ResultOptions

    func run(with store: InventoryStore) async throws {
      let now = CommandTime.now
      try await store.programmes.searchForEvidence(of: target.number, within: .country, now: now)
      let document = try await ProgrammeSource(store: store).document(
        target.number, within: .country, now: now)
      try result.write(
        for: global, json: { try ProgrammeJSON.encode(document) },
        csv: { ProgrammeCSV.encode(document, $0, messages: $1) },
        xlsx: { try ProgrammeWorkbook.encode(document, $0, messages: $1) },
        table: { ProgrammeTable.render(document, $0, messages: $1, colour: $2) })
    }
  }
}
