/// The scanners section of a report: document scanners that this machine can see.
public struct ScannerFacts: Sendable, Equatable {
  public var scanners: [Scanner]
  /// Searches that failed or were incomplete: there may be more scanners than listed.
  public var unseen: [Unseen]
  /// The collector, if it was not our agent.
  public var source: FactSource?

  public init(scanners: [Scanner], unseen: [Unseen] = [], source: FactSource? = nil) {
    (self.scanners, self.unseen, self.source) = (scanners, unseen, source)
  }

  /// A search that failed or was incomplete.
  public struct Unseen: Codable, Sendable, Equatable, Hashable {
    public enum Way: String, Codable, Sendable {
      case usb, sane, escl, avahi
      /// An inventory agent of another project, which does not list all devices.
      case inventory
    }

    public var way: Way
    /// One sentence without numbers that change from night to night.
    public var reason: String

    public init(way: Way, reason: String) {
      (self.way, self.reason) = (way, reason)
    }
  }

  public struct Scanner: Codable, Sendable, Equatable {
    public enum Connection: String, Codable, Sendable { case usb, network, other }
    public enum Evidence: String, Codable, Sendable {
      case usb, sane, escl, attested
      /// The name of an installed printer's driver, which is for a multifunction printer.
      case driverName
    }
    /// What drives it: a SANE backend of this machine, the scanner itself (eSCL), or nothing
    /// although all of SANE was asked.
    public enum Driver: String, Codable, Sendable { case sane, escl, nobody = "none" }

    public var manufacturer, model: String?
    public var connection: Connection
    /// `vvvv:pppp`, lower-case hexadecimal, if it is on the USB.
    public var usbId: String?
    /// How it was detected.
    public var evidence: Evidence
    /// nil if no driver was looked for.
    public var driver: Driver?
    /// true if only its name or the kind of its interface shows that it is a scanner; nil if that
    /// is certain.
    public var likely: Bool?
    /// Whether it can scan: a driver opens it, or it says so itself; nil (JSON null) if unknown.
    public var ready: Bool?

    public init(
      manufacturer: String?, model: String?, connection: Connection, usbId: String? = nil,
      evidence: Evidence, driver: Driver? = nil, likely: Bool? = nil, ready: Bool?
    ) {
      (self.manufacturer, self.model, self.connection) = (manufacturer, model, connection)
      (self.usbId, self.evidence, self.driver) = (usbId, evidence, driver)
      (self.likely, self.ready) = (likely, ready)
    }

    private enum CodingKeys: String, CodingKey {
      case manufacturer, model, connection, usbId, evidence, driver, likely, ready
    }

    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encodeIfPresent(manufacturer, forKey: .manufacturer)
      try values.encodeIfPresent(model, forKey: .model)
      try values.encode(connection, forKey: .connection)
      try values.encodeIfPresent(usbId, forKey: .usbId)
      try values.encode(evidence, forKey: .evidence)
      try values.encodeIfPresent(driver, forKey: .driver)
      try values.encodeIfPresent(likely, forKey: .likely)
      try values.encode(ready, forKey: .ready)
    }
  }
}

extension ScannerFacts: Codable {
  private enum CodingKeys: String, CodingKey { case scanners, unseen, source }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    scanners = try values.decode([Scanner].self, forKey: .scanners)
    unseen = try values.decodeIfPresent([Unseen].self, forKey: .unseen) ?? []
    source = try values.decodeIfPresent(FactSource.self, forKey: .source)
  }

  /// `unseen` is omitted if empty.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(scanners, forKey: .scanners)
    if !unseen.isEmpty { try values.encode(unseen, forKey: .unseen) }
    try values.encodeIfPresent(source, forKey: .source)
  }
}
