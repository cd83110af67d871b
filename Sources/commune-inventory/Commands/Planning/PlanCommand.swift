import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Prioritization

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract:
      "Allocate a budget to the communes' gaps, with a proof of how close to optimal the plan is.",
    discussion: """
      Takes the purchases that close the most points per đồng, within the limits of the policy's \
      [plan], and states how much better any other plan could be at most. Communes with too \
      little data get a visit. Rank does not set the order of spending.
      """)

  @OptionGroup var global: GlobalOptions

  @OptionGroup var budgets: BudgetOptions

  @OptionGroup var measured: MeasureOptions

  @OptionGroup var members: GroupOption

  @Option(help: "Show only the first N rows of each list (table only).")
  var limit: Int?

  @OptionGroup var result: ResultOptions

  func validate() throws {
    guard budgets.money != nil else {
      throw ValidationError("Missing expected argument '--budget <vnd>'")
    }
    if members.group != nil, measured.measures != nil {
      throw ValidationError("A table has no groups: omit --group or --measures.")
    }
    if members.group != nil, measured.from != nil {
      throw ValidationError("Groups are in the provinces' inventories: omit --group or --from.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() async throws {
    try await Failure.reporting {
      let policy = try global.policy(measured.policy, isForTable: measured.measures != nil)
      let document = try await document(policy)
      try result.write(
        for: global, reading: [measured.measures, measured.policy],
        json: { try PlanJSON.encode(document) },
        csv: { PlanCSV.encode(document, $0, messages: $1) },
        xlsx: { try PlanWorkbook.encode(document, $0, messages: $1) },
        table: { PlanTable.render(document, $0, messages: $1, limit: limit, colour: $2) })
    }
  }

  private var money: PlanBudget { budgets.money ?? .joint(0) }

  private func document(_ policy: PolicyFile) async throws -> PlanDocument {
    if let table = measured.measures {
      return try TableSource(table, policy: policy, province: measured.province)
        .plan(budget: money)
    }
    if let address = measured.from {
      return try NationSource(address, measured, policy: policy).plan(budget: money)
    }
    let source = try global.documents(policy)
    // The time that the inventory believes, which is known once it is open.
    let now = CommandTime.now
    return try await source.plan(
      province: measured.province, group: members.group, within: .country, budget: money,
      asOf: try measured.moment(now: now), now: now)
  }
}
