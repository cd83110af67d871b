public import FoundationEssentials

/// All outcomes of one run of the agent on one machine.
///
/// The body on the line is one JSON object: `format`, `agent`, and a section under the name of each
/// probe that ran (`hardware`, `scanners`, `bandwidth`, `accounts`). The report's id is sent beside
/// it, in the header `Report-Id`.
public struct Report: Sendable, Equatable {
  /// The format that this code writes and reads.
  public static let format = 1

  public var agent: AgentFacts
  public var hardware: Outcome<HardwareFacts>?
  public var scanners: Outcome<ScannerFacts>?
  public var bandwidth: Outcome<BandwidthFacts>?
  public var accounts: Outcome<AccountFacts>?

  public init(
    agent: AgentFacts, hardware: Outcome<HardwareFacts>? = nil,
    scanners: Outcome<ScannerFacts>? = nil, bandwidth: Outcome<BandwidthFacts>? = nil,
    accounts: Outcome<AccountFacts>? = nil
  ) {
    (self.agent, self.hardware, self.scanners) = (agent, hardware, scanners)
    (self.bandwidth, self.accounts) = (bandwidth, accounts)
  }

  /// The body as sent: canonical JSON.
  public func body() throws -> Data { try CanonicalJSON.encode(self) }
}

extension Report: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, agent, hardware, scanners, bandwidth, accounts
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let format = try values.decode(Int.self, forKey: .format)
    guard format == Self.format else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: values,
        debugDescription: "this version reads format \(Self.format), not \(format)")
    }
    agent = try values.decode(AgentFacts.self, forKey: .agent)
    hardware = try values.decodeIfPresent(Outcome<HardwareFacts>.self, forKey: .hardware)
    scanners = try values.decodeIfPresent(Outcome<ScannerFacts>.self, forKey: .scanners)
    bandwidth = try values.decodeIfPresent(Outcome<BandwidthFacts>.self, forKey: .bandwidth)
    accounts = try values.decodeIfPresent(Outcome<AccountFacts>.self, forKey: .accounts)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.format, forKey: .format)
    try values.encode(agent, forKey: .agent)
    try values.encodeIfPresent(hardware, forKey: .hardware)
    try values.encodeIfPresent(scanners, forKey: .scanners)
    try values.encodeIfPresent(bandwidth, forKey: .bandwidth)
    try values.encodeIfPresent(accounts, forKey: .accounts)
  }
}

/// The agent's version, and the time by the machine's clocks.
public struct AgentFacts: Codable, Sendable, Equatable {
  /// The agent's version, `0.1.0`.
  public var version: String
  /// Time of collection. A commune PC's wall clock may be years off; the boot clock is not.
  public var clock: ClockReading
  /// How many reports have been dropped because of the spool's limits since this installation
  /// began; nil for none. It only grows, so that a lost or repeated report does not falsify it.
  public var droppedReports: Int?

  public init(version: String, clock: ClockReading, droppedReports: Int? = nil) {
    (self.version, self.clock, self.droppedReports) = (version, clock, droppedReports)
  }
}

/// One reading of a machine's clocks.
public struct ClockReading: Codable, Sendable, Equatable {
  /// The kernel's random id of this boot; nil if unknown.
  public var bootId: String?
  /// Seconds since boot, suspended time included.
  public var bootSeconds: Double
  /// The wall clock, RFC 3339 UTC. Evidence of a dead battery, never a fact about the report.
  public var wall: String

  public init(bootId: String?, bootSeconds: Double, wall: String) {
    (self.bootId, self.bootSeconds, self.wall) = (bootId, bootSeconds, wall)
  }
}

/// The numbers with which an agent counts its requests, `Agent-Seq`.
public enum ReportSequence {
  /// Largest valid number: 15 digits, as in a structured field.
  public static let maximum = 999_999_999_999_998

  /// Maximum distance of a report's number from the last: a broken counter, or somebody who wants
  /// to use up all numbers, is refused. An agent that tries every minute counts half as far in a
  /// year.
  public static let longestJump = 1_000_000

  /// Whether both sides can continue from it.
  public static func isPlausible(_ number: Int) -> Bool { 1...maximum ~= number }
}
