import Foundation
import InventoryStore

/// All that the page of a machine shows, read for one call.
struct MachineModel {
  /// Versions of a section that are compared.
  static let versions = 12
  static let reports = 50

  let details: MachineDetails
  let facts: MachineFacts
  let reporting: MachineReporting
  let versions: [SectionVersion]
  let line: [CommuneDetails.LineMeasurement]
  /// Machines that look like the same computer, for users who may merge them.
  let proposals: [MergeProposal]

  init(_ id: String, _ store: InventoryStore, _ call: PageCall) async throws {
    let scope = call.scope
    details = try await store.machine(id, within: scope, now: call.now)
    facts = try await store.facts(of: id, within: scope)
    reporting = try await store.reporting(of: id, last: Self.reports, within: scope)
    versions = try await store.sectionVersions(of: id, last: Self.versions, within: scope)
    line = try await store.lineMeasurements(of: id, last: 10, within: scope)
    proposals =
      call.principal?.may(.manage) == true
      ? try await store.mergeProposals(of: id, within: scope) : []
  }
}
