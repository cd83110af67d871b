import Foundation
import InventoryServer
import InventoryStore
import Nation
import Presentation
import Prioritization

/// Rankings and plans from what provinces have published to the national database.
struct NationSource {
  private let documents: SituationDocuments
  private let reading: NationReading
  private let provenance: Provenance

  /// - Throws: `PostgreSQLError`, `NationError`.
  init(
    _ address: String, _ measured: MeasureOptions, policy: PolicyFile, now: Date = CommandTime.now
  ) throws {
    documents = SituationDocuments(policy: policy.policy)
    provenance = Provenance(asOf: now, policyDigest: policy.digest)
    reading = try NationReading(
      measured.published.nation.connect(address), policy: policy.policy,
      province: measured.province, now: now)
    for late in reading.overdue(at: now) {
      Warning.say(
        "Province \(late.province) was last published as of \(ListOutput.time(late.snapshotAt)): what time alone has changed there since is only known in part."
      )
    }
    if !reading.otherEditions.isEmpty {
      Warning.say(
        "Another version of this program made the measures of province \(reading.otherEditions.joined(separator: ", ")): they may differ a little."
      )
    }
  }

  func ranking() -> RankingDocument { documents.ranking(reading.situations, provenance) }

  /// - Throws: `PlanError`.
  func plan(budget: PlanBudget) throws -> PlanDocument {
    try documents.plan(reading.situations, budget: budget, provenance)
  }

  func change(of code: String, top: Int) -> RankChange? {
    documents.change(of: code, top: top, among: reading.situations.map(\.measures))
  }
}
