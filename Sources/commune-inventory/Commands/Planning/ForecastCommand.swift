import ArgumentParser
import Foundation
import InventoryServer
import InventoryStore
import Presentation
import Prioritization

struct ForecastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Forecast what falls due in the next years, and what a yearly budget would do.",
    discussion: """
      Counts the computers that fall below the policy by age or by the end of their system's \
      support, and the certificates that expire, at catalogue prices. Every figure is an interval: \
      what is unknown is in its high end only. With a yearly budget, each year's plan is made given \
      the purchases of the years before.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: "How many years, 1 to 50.")
  var years = ForecastParameters.usualYears

  @Option(help: ArgumentHelp("The first year; the next year by default.", valueName: "year"))
  var from: Int?

  @OptionGroup var place: ProvinceOption

  @OptionGroup var members: GroupOption

  @Option(
    money: "Plan each year with this budget, whole VND, for example 50_000_000_000 or \"50 tỷ\".")
  var budgetPerYear: Int?

  @OptionGroup var judging: PolicyOption

  @Option(help: "Show only the first N communes (table only).")
  var limit: Int?

  @OptionGroup var result: ResultOptions

  func validate() throws {
    let most = ForecastPeriod.maximumYears
    guard 1...most ~= years else {
      throw ValidationError("--years is \(years); it must be from 1 to \(most).")
    }
    if let budgetPerYear {
      let largest = Plan.maximumBudget / years
      guard 1...largest ~= budgetPerYear else {
        throw ValidationError(
          "--budget-per-year is \(budgetPerYear) VND; it must be from 1 to \(largest) for \(years) years."
        )
      }
    }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() async throws {
    try await Failure.reporting {
      let document = try await global.documents(try global.policy(judging.policy)).forecast(
        ForecastParameters(
          years: years, firstYear: from, province: place.province, group: members.group,
          budgetPerYear: budgetPerYear), within: .country, now: CommandTime.now)
      try result.write(
        for: global, reading: [judging.policy],
        json: { try ForecastJSON.encode(document) },
        csv: { ForecastCSV.encode(document, $0, messages: $1) },
        xlsx: { try ForecastWorkbook.encode(document, $0, messages: $1) },
        table: {
          ForecastTable.render(document, $0, messages: $1, limit: limit, colour: $2)
        })
    }
  }
}
