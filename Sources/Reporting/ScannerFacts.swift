/// The scanners section of a report: document scanners that this machine can see.
public struct ScannerFacts: Codable, Sendable, Equatable {
  public var scanners: [Scanner]

  public init(scanners: [Scanner]) { self.scanners = scanners }

  public struct Scanner: Codable, Sendable, Equatable {
    public enum Connection: String, Codable, Sendable { case usb, network, other }
    public enum Evidence: String, Codable, Sendable { case usb, sane, escl, attested }

    public var manufacturer: String?
    public var model: String?
    public var connection: Connection
    /// `vvvv:pppp`, lower-case hexadecimal, where it hangs on USB.
    public var usbId: String?
    /// How we know of it.
    public var evidence: Evidence
    /// Whether a driver answers for it; nil (JSON null) where nobody asked.
    public var ready: Bool?

    public init(
      manufacturer: String?, model: String?, connection: Connection, usbId: String? = nil,
      evidence: Evidence, ready: Bool?
    ) {
      self.manufacturer = manufacturer
      self.model = model
      self.connection = connection
      self.usbId = usbId
      self.evidence = evidence
      self.ready = ready
    }

    private enum CodingKeys: String, CodingKey {
      case manufacturer, model, connection, usbId, evidence, ready
    }

    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encodeIfPresent(manufacturer, forKey: .manufacturer)
      try values.encodeIfPresent(model, forKey: .model)
      try values.encode(connection, forKey: .connection)
      try values.encodeIfPresent(usbId, forKey: .usbId)
      try values.encode(evidence, forKey: .evidence)
      try values.encode(ready, forKey: .ready)
    }
  }
}
