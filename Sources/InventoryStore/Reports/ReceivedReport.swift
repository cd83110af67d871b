public import Foundation
public import Reporting

/// A received report whose sender is authenticated.
public struct ReceivedReport: Sendable {
  public let id: UUID
  /// The row number of the machine whose key signed.
  public let machine: Int64
  /// The number of the key that signed; nil if unsigned.
  public let key: Int?
  public let sequence: Int
  public let sections: [ReceivedSection]
  /// The report's digest, the same whether sections came in full or as digests.
  public let digest: Data
  public let agent: AgentFacts
  public let receivedAt: Date
  /// When it was captured, by the centre's clock; nil if unknown.
  public internal(set) var capturedAt: Date?
  /// The agent's wall clock minus the centre's, in whole seconds; nil if the agent does not say.
  public let clockSkewSeconds: Int?
  /// The id of the boot in which it was sent; nil if unknown.
  public let bootId: String?

  /// Parses the parts that every report has.
  ///
  /// - Parameters:
  ///   - body: the report, inflated.
  ///   - sent: the agent's boot clock when it sent.
  ///   - created: seconds since 1970, by the agent's wall clock, when it signed.
  /// - Throws: ``InventoryError`` with `formatUnsupported` or `sectionMalformed`;
  ///   `ReportTextError` if the body is not a JSON object.
  public init(
    id: UUID, machine: Int64, key: Int? = nil, sequence: Int, body: Data, sent: BootTime?,
    created: Int, receivedAt: Date
  ) throws {
    let text = try ReportText(body)
    let written = text["format"].map { String(decoding: $0, as: UTF8.self) }
    let format = written.flatMap { Int($0) }
    // Only in one spelling, so that what a machine signs has one meaning.
    guard format == Report.format, written == "\(Report.format)" else {
      throw InventoryError(
        .formatUnsupported,
        "This server accepts reports of format \(Report.format), not \(format.map(String.init) ?? "an unnamed one"): use an agent of the same version."
      )
    }
    guard let agentBytes = text["agent"],
      let agent = PlainAgentFacts.read(agentBytes)
        ?? (try? JSONDecoder().decode(AgentFacts.self, from: agentBytes))
    else {
      throw InventoryError(.sectionMalformed, "The report's \"agent\" cannot be read.")
    }
    self.id = id
    self.machine = machine
    self.key = key
    self.sequence = sequence
    self.agent = agent
    bootId = sent?.bootId
    self.receivedAt = receivedAt
    sections = text.members.filter { $0.name != "format" && $0.name != "agent" }
      .map(ReceivedSection.init)
    digest = ReportDigest.of(
      sections.map { (name: $0.probe, digest: $0.digest) }
        + [(name: "agent", digest: SectionDigest.of(agentBytes))])
    clockSkewSeconds = created - Int(receivedAt.timeIntervalSince1970)
    capturedAt = Self.captured(agent.clock, sent: sent, receivedAt: receivedAt)
  }

  /// A report that the centre makes from what another project's agent sent.
  init(
    machine: Int64, sequence: Int, sections: [ReceivedSection], agentVersion: String,
    receivedAt: Date, capturedAt: Date
  ) {
    id = UUID()
    self.machine = machine
    key = nil
    self.sequence = sequence
    self.sections = sections
    agent = AgentFacts(
      version: agentVersion, clock: ClockReading(bootId: nil, bootSeconds: 0, wall: "-"))
    bootId = nil
    self.receivedAt = receivedAt
    digest = ReportDigest.of(sections.map { (name: $0.probe, digest: $0.digest) })
    clockSkewSeconds = nil
    self.capturedAt = capturedAt
  }

  /// The report as it was carried on a stick. Its clocks were read an unknown time ago, when the
  /// stick was written, so it was made at the earliest plausible one of them: a clock that lies can
  /// only make it older. If none is plausible, the time is unknown.
  ///
  /// - Parameter created: seconds since 1970, by the agent's wall clock, when it signed.
  public func carried(signedAt created: Int) -> ReceivedReport {
    var report = self
    let claims = [
      Date(timeIntervalSince1970: Double(created)),
      try? Date(agent.clock.wall, strategy: .iso8601),
    ]
    report.capturedAt = claims.compactMap(\.self)
      .filter { $0.isPlausible && $0.microseconds <= receivedAt.latestTolerable }
      .min().map { min($0, receivedAt) }
    return report
  }

  /// When it was made if it arrived late: it then counts from that time on, not from its arrival.
  var madeLate: Date? {
    ReportingQuality.isLate(captured: capturedAt, received: receivedAt) ? capturedAt : nil
  }

  /// The capture time by the boot clock, which measures how long the report waited, whatever the
  /// wall clock shows; nil across a restart.
  private static func captured(
    _ clock: ClockReading, sent: BootTime?, receivedAt: Date
  ) -> Date? {
    // More than ten years of uptime mean a broken clock.
    let plausible = 0...315_576_000.0
    guard let sent, let bootId = clock.bootId, bootId == sent.bootId,
      plausible.contains(clock.bootSeconds), plausible.contains(sent.seconds),
      sent.seconds >= clock.bootSeconds - 0.1
    else { return nil }
    return receivedAt.addingTimeInterval(-max(0, sent.seconds - clock.bootSeconds))
  }
}

/// One probe's part of a report.
public struct ReceivedSection: Sendable {
  public let probe: String
  /// SHA-256 of the section, 32 bytes.
  public let digest: Data
  /// JSON; nil if only the digest was sent.
  public let body: Data?

  init(name: String, body: Data) {
    probe = name
    if let digest = DeltaSection.digest(in: body) {
      self.digest = Data(digest)
      self.body = nil
    } else {
      digest = SectionDigest.of(body)
      self.body = body
    }
  }
}
