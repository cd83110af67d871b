import ArgumentParser
import Foundation
import InventoryStore

/// `communes visit CODE`: records what was counted on the spot.
struct VisitCommand: StoreChange, TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "visit",
    abstract: "Record what was counted at a commune on the spot.",
    discussion: """
      The figures count as observations of that day for a year and become less certain every day, \
      beside what computers report. Leave out what was not checked.
      """)

  @OptionGroup var target: CommuneTarget

  @Option(
    help: ArgumentHelp("Day of the visit in Vietnam; today if left out.", valueName: "yyyy-mm-dd"))
  var day: String?

  @Option(help: "Adequate computers; with --other-computers.")
  var adequateComputers: Int?

  @Option(help: "Old or underpowered computers, and those without security updates.")
  var otherComputers: Int?

  @Option(help: "Usable scanners.")
  var scanners: Int?

  @Option(help: "Computers on which a digital signature works.")
  var digitalSignatures: Int?

  @Option(help: ArgumentHelp("The line in its slower direction.", valueName: "bit/s"))
  var line: Int?

  @Option(help: "At most 200 characters.")
  var note: String?

  func change(_ store: InventoryStore) async throws -> String {
    let now = CommandTime.now
    var visited = now
    if let day {
      guard let noon = VietnamDay.noon(day, now: now) else {
        throw Failure(Failure.badInput, "--day is a past day such as 2026-11-20.")
      }
      visited = noon
    }
    try await store.communes.recordVisit(
      of: target.commune, at: visited,
      Visit.Figures(
        adequateComputers: adequateComputers, otherComputers: otherComputers, scanners: scanners,
        digitalSignatures: digitalSignatures, lineBitsPerSecond: line), note: note,
      within: .country, by: nil, now: now)
    return "The visit to \(target.commune) is recorded; its points have been recalculated."
  }
}
