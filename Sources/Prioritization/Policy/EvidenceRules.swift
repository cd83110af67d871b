/// The kind of report that confirms a purchase.
public enum EvidenceKind: String, Sendable, Codable, CaseIterable {
  /// A computer that is new in the commune, adequate, and was never seen elsewhere.
  case computer
  /// The same, provided an older computer of the commune was retired or is silent.
  case replacement
  /// A scanner ready for use, beyond the most that the commune ever had at once.
  case scanner
  /// A measurement of the line that reaches the promised rate.
  case line
  /// A service that became usable.
  case account
  /// A certificate that was not seen before.
  case signature
  /// A visit whose result was recorded.
  case visit

  /// The usual kind for a measure of the inventory; `nil` if no report confirms it.
  init?(measure: String?) {
    switch measure {
    case "adequateComputersPerOfficial", "computersPerOfficial", "oldComputersShare",
      "supportedSystemsShare":
      self = .computer
    case "scanners": self = .scanner
    case "lineBitsPerSecond": self = .line
    case "usableServicesShare": self = .account
    case "digitalSignatures": self = .signature
    default: return nil
    }
  }
}

/// When reports confirm a purchase, and when a missing confirmation needs attention.
public struct EvidenceRules: Sendable, Equatable, Codable {
  /// Days before the recorded delivery from which a sighting counts: papers are often written late.
  public var marginDays: Double
  /// Days after a delivery from which units that no report shows are unconfirmed.
  public var confirmDays: Double
  /// The part of a line's promised rate that a measurement must reach, 0…1.
  public var lineShare: Double
  /// Who set them; may be empty.
  public var source: LocalizedText

  public init(
    marginDays: Double = 30, confirmDays: Double = 30, lineShare: Double = 0.8,
    source: LocalizedText = ""
  ) {
    (self.marginDays, self.confirmDays) = (marginDays, confirmDays)
    (self.lineShare, self.source) = (lineShare, source)
  }
}

extension Policy {
  public var evidence: EvidenceRules { writtenEvidence ?? EvidenceRules() }

  /// The kind of report that confirms a purchase; `nil` if none does.
  ///
  /// - Parameter id: of an item or a line.
  public func evidence(of id: String) -> EvidenceKind? {
    if let item = items.first(where: { $0.id == id }) {
      return item.evidence ?? EvidenceKind(measure: measure(of: item.criterion))
    }
    return lines.first { $0.id == id }.flatMap { EvidenceKind(measure: measure(of: $0.criterion)) }
  }

  /// The rate that a measurement must reach to confirm a line, in the criterion's unit; `nil` for
  /// an item.
  public func evidenceRate(of id: String) -> Double? {
    lines.first { $0.id == id }.map { $0.to * evidence.lineShare }
  }

  private func measure(of criterion: String) -> String? {
    criteria.first { $0.id == criterion }?.measure
  }
}
