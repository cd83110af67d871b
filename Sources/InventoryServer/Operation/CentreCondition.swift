import Foundation
import InventoryStore

/// The state of the centre's surroundings, as pages, `/healthz` and `/metrics` report it.
struct CentreCondition: Sendable {
  let clock: BelievedClock?
  let disk: DiskSpace?
  /// Whether reports from before a moment are deleted, so that the history of measures answers
  /// instead.
  let isRecorded: @Sendable (_ moment: Date) -> Bool
  /// The moment whose figures are shown for another.
  let shown: @Sendable (_ moment: Date) -> Date

  static let unknown = CentreCondition(
    clock: nil, disk: nil, isRecorded: { _ in false }, shown: { $0 })

  /// Seconds by which the wall clock is ahead of the believed time; nil while it is believed.
  var clockLead: Double? { clock?.doubt }
  var isDiskLow: Bool { disk?.isLow ?? false }

  func expose(in exposition: inout Exposition) {
    exposition.add(
      "commune_inventory_clock_believed", .gauge,
      "0 while the system's clock has leapt and nobody has confirmed it.",
      clockLead == nil ? 1 : 0)
    exposition.add(
      "commune_inventory_clock_lead_seconds", .gauge,
      "How far the system's clock is ahead of the time that the centre believes.",
      clockLead?.rounded() ?? 0)
    guard let disk, let space = disk.space else { return }
    exposition.add(
      "commune_inventory_disk_free_bytes", .gauge, "Free space for the database.",
      Double(space.free))
    exposition.add(
      "commune_inventory_disk_least_free_bytes", .gauge,
      "Free space below which agents are told to try later.", Double(disk.least(of: space)))
    exposition.add(
      "commune_inventory_disk_low", .gauge,
      "1 while agents are told to try later for want of room.",
      disk.isLow ? 1 : 0)
  }
}
