/// One delivered unit that no report has shown yet.
public struct DeliveredUnit: Sendable, Equatable {
  /// The number of the delivery.
  public var delivery: Int64
  /// Microseconds since 1970; sightings before it are no evidence of the unit.
  public var notBefore: Int64

  public init(delivery: Int64, notBefore: Int64) {
    (self.delivery, self.notBefore) = (delivery, notBefore)
  }
}

/// Something in reports that may be a delivered unit.
public struct EvidenceSighting: Sendable, Equatable {
  /// Identifies it uniquely within its kind in the whole inventory.
  public var subject: String
  /// When reports first showed it; microseconds since 1970.
  public var seenAt: Int64
  /// The ID of the machine that shows it, if one does.
  public var machine: String?

  public init(subject: String, seenAt: Int64, machine: String? = nil) {
    (self.subject, self.seenAt, self.machine) = (subject, seenAt, machine)
  }
}

/// Assigns sightings to delivered units as evidence, within one commune and kind.
public enum EvidenceMatching {
  /// Each sighting serves one unit, and none serves a unit that was delivered too long after it. As
  /// many units as possible are served, those delivered first before others.
  public static func assign(
    _ sightings: [EvidenceSighting], to units: [DeliveredUnit]
  ) -> [(delivery: Int64, sighting: EvidenceSighting)] {
    var open = sightings.sorted { ($0.seenAt, $0.subject) < ($1.seenAt, $1.subject) }[...]
    var assigned: [(delivery: Int64, sighting: EvidenceSighting)] = []
    for unit in units.sorted(by: { ($0.notBefore, $0.delivery) < ($1.notBefore, $1.delivery) }) {
      // A sighting too early for this unit is too early for all later ones.
      open = open.drop { $0.seenAt < unit.notBefore }
      guard let sighting = open.popFirst() else { break }
      assigned.append((unit.delivery, sighting))
    }
    return assigned
  }
}
