import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryStore
import Nation
import Terminal

/// `publish --to ADDRESS [--verify]`.
struct PublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Publish a province's measures, history and programmes to the national database.",
    discussion: """
      Runs beside a serving centre: reports do not wait for it. Only what the database does not have yet \
      is sent; a run that broke off is continued by the next. Off this computer the connection needs \
      sslmode=verify-full. Passwords belong in the file that PGPASSFILE names.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "The national database. Default: nation.publish-to of the settings.",
      valueName: "postgresql://…"))
  var to: String?

  @Option(
    help:
      "The province (two-digit code). Default: nation.province of the settings, or the only one with computers."
  )
  var province: String?

  @Option(help: "Policy file. Default: that of the settings, or the standard policy.")
  var policy: String?

  @Flag(help: "Publish nothing: compare both sides by counts and digests per table and month.")
  var verify = false

  @Flag(help: "Send everything again, not only what is new.")
  var everything = false

  @Flag(help: "Allow the inventory of another centre to take the place of what was published.")
  var fromAnotherCentre = false

  @Flag(help: "Do nothing, successfully, if the settings name no national database.")
  var ifConfigured = false

  @OptionGroup var nation: NationOptions

  @OptionGroup var output: FormatOption

  func validate() throws {
    if verify, everything || fromAnotherCentre {
      throw ValidationError(
        "--verify publishes nothing: omit it, or --everything and --from-another-centre.")
    }
  }

  func run() async throws {
    try await Failure.reporting {
      let settings = try global.settings()
      guard let address = to ?? settings.nation.publishTo else {
        if ifConfigured { return }
        throw Failure(
          Failure.badConfiguration,
          "No national database is named: give --to postgresql://…, or set publish-to in [nation] of centre.toml."
        )
      }
      let policy = try global.policy(policy)
      let path = try global.path
      let now = try InventoryReading.believedTime(of: path)
      let inventory = try InventoryReading(path: path)
      let province = try province ?? settings.nation.province ?? only(inventory)
      let connection = try nation.connect(address)
      if verify {
        let check = try ProgressLine.showing("Comparing") {
          try PublicationCheck(
            inventory, province: province, policy: policy.policy, policyDigest: policy.digest,
            in: connection)
        }
        return try report(check)
      }
      let result = try ProgressLine.showing("Publishing") {
        try Publisher.publish(
          ProvinceSnapshot(
            inventory, province: province, policy: policy.policy, policyDigest: policy.digest,
            moment: now),
          to: connection, everything: everything, fromAnotherCentre: fromAnotherCentre)
      }
      switch output.format {
      case .json: try ListOutput.json(result)
      case .text:
        try Output.say(
          "Province \(province): \(result.rows) rows sent in \(result.batches) batches, \(result.publishedRows) rows published."
        )
      }
    }
  }

  private func only(_ inventory: InventoryReading) throws -> String {
    let provinces = try inventory.snapshot { try $0.provincesWithMeasures() }
    guard let province = provinces.first else {
      throw NationError(
        .nothingToPublish,
        "Nothing is known of any commune yet: name the province with --province to publish its register alone."
      )
    }
    guard provinces.count == 1 else {
      throw NationError(
        .provinceUnclear,
        "The inventory has computers in several provinces (\(provinces.joined(separator: ", "))): name one with --province, or set province in [nation] of centre.toml."
      )
    }
    return province
  }

  private func report(_ check: PublicationCheck) throws {
    switch output.format {
    case .json: try ListOutput.json(check)
    case .text:
      for one in check.differences {
        try Output.say(
          "\(one.table) \(one.month ?? "-"): \(one.own) rows here, \(one.published) published, and they differ."
        )
      }
      if check.differences.isEmpty {
        try Output.say(
          "\(check.parts) parts with \(check.rows) rows are equal on both sides.")
      } else if check.hasChanged {
        try Output.say(
          "The inventory was changed since it was published as of \(ListOutput.time(check.publishedAsOf)): publish, and compare again."
        )
      }
    }
    if !check.differences.isEmpty { throw ExitCode.failure }
  }
}
