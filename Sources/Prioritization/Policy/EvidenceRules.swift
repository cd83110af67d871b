/// By what reports a purchase is recognised.
public enum EvidenceKind: String, Sendable, Codable, CaseIterable {
  /// A computer that is new in the commune, adequate, and was never seen elsewhere.
  case computer
  /// The same, and an older computer of the commune that was retired or is silent.
  case replacement
  /// A scanner more than the commune ever had at once, ready for use.
  case scanner
  /// A measurement of the line that reaches what was promised.
  case line
  /// A service that became usable.
  case account
  /// A certificate that was not seen before.
  case signature
  /// A visit whose result was recorded.
  case visit

  /// What usually shows a purchase for a measure of the inventory; `nil` if no report does.
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

/// When a purchase counts as confirmed by reports, and when its absence is worth asking about.
public struct EvidenceRules: Sendable, Equatable, Codable {
  /// Days before its delivery from which something may be evidence: papers are written later.
  public var marginDays: Double
  /// Days after a delivery from which what no report shows is unconfirmed.
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

  /// What shows a purchase of the catalogue; `nil` if no report does.
  ///
  /// - Parameter id: of an item or a line.
  public func evidence(of id: String) -> EvidenceKind? {
    if let item = items.first(where: { $0.id == id }) {
      return item.evidence ?? EvidenceKind(measure: measure(of: item.criterion))
    }
    return lines.first { $0.id == id }.flatMap { EvidenceKind(measure: measure(of: $0.criterion)) }
  }

  /// The rate that a measurement must reach to be evidence of a line, in the criterion's unit; `nil`
  /// for an item.
  public func evidenceRate(of id: String) -> Double? {
    lines.first { $0.id == id }.map { $0.to * evidence.lineShare }
  }

  private func measure(of criterion: String) -> String? {
    criteria.first { $0.id == criterion }?.measure
  }
}
