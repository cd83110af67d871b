import Crypto
public import Foundation
import GRDB
public import Reporting

/// A report that came in and proved whose it is.
public struct ReceivedReport: Sendable {
  public let id: UUID
  /// The machine's row number, from the key that signed.
  public let machine: Int64
  /// The number of the key that signed; nil where nothing was signed.
  public let key: Int?
  public let sequence: Int
  public let text: ReportText
  /// SHA-256 of the body, inflated.
  public let digest: Data
  public let agent: AgentFacts
  public let receivedAt: Date
  /// When it was captured, by our clock; nil where nobody knows.
  public let capturedAt: Date?
  /// The agent's wall clock less ours, whole seconds.
  public let clockSkewSeconds: Int
  /// The boot in which it was sent.
  public let bootId: String?

  /// Reads what every report has.
  ///
  /// - Parameters:
  ///   - body: the report, inflated.
  ///   - sent: the agent's boot clock when it sent.
  ///   - created: seconds since 1970, by the agent's wall clock, when it signed.
  /// - Throws: ``InventoryError`` with `formatUnsupported` or `sectionMalformed`;
  ///   `ReportTextError` where the body is no JSON object.
  public init(
    id: UUID, machine: Int64, key: Int? = nil, sequence: Int, body: Data, sent: BootTime?,
    created: Int, receivedAt: Date
  ) throws {
    text = try ReportText(body)
    let format = text["format"].flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard format == Report.format else {
      throw InventoryError(
        .formatUnsupported,
        "This centre reads reports of format \(Report.format), not \(format.map(String.init) ?? "an unnamed one"): use an agent of the same version."
      )
    }
    guard let agentBytes = text["agent"],
      let agent = try? JSONDecoder().decode(AgentFacts.self, from: agentBytes)
    else {
      throw InventoryError(.sectionMalformed, "The report's \"agent\" cannot be read.")
    }
    self.id = id
    self.machine = machine
    self.key = key
    self.sequence = sequence
    bootId = sent?.bootId
    self.agent = agent
    self.receivedAt = receivedAt
    digest = Data(SHA256.hash(data: body))
    clockSkewSeconds = created - Int(receivedAt.timeIntervalSince1970)
    capturedAt = Self.captured(agent.clock, sent: sent, receivedAt: receivedAt)
  }

  /// The boot clock measures how long the report waited, whatever the wall clock believes; across
  /// a restart it cannot.
  private static func captured(
    _ clock: ClockReading, sent: BootTime?, receivedAt: Date
  ) -> Date? {
    guard let sent, let bootId = clock.bootId, bootId == sent.bootId,
      sent.seconds >= clock.bootSeconds - 0.1
    else { return nil }
    return receivedAt.addingTimeInterval(-max(0, sent.seconds - clock.bootSeconds))
  }
}

extension InventoryStore {
  /// Files a report in one durable transaction: sections by digest, the present state, and the
  /// measures of its commune. When this returns, it is on disk.
  ///
  /// - Throws: ``InventoryError`` with `sequenceBehind`, `reportIdReused`, `sectionMalformed`,
  ///   `machineUnknown`, `machineQuarantined`, `machineRetired`, `keyRevoked`, `databaseFull` or
  ///   `busy`; nothing is kept then.
  public func file(_ report: ReceivedReport) async throws -> Acknowledgement {
    do {
      return try await durably { [rules] database in
        try Ingest.file(report, rules: rules, database)
      }
    } catch let error as InventoryError where error.code == .sequenceBehind {
      throw try await noteRewind(
        report: report.id, sequence: report.sequence, machine: report.machine, key: report.key,
        now: report.receivedAt)
    } catch is CloneDetection.BootCameBack {
      throw try await holdForReturningBoot(
        report.bootId ?? "-", machine: report.machine, key: report.key, now: report.receivedAt)
    }
  }
}

/// The steps of filing one report, inside a transaction.
enum Ingest {
  static func file(
    _ report: ReceivedReport, rules: MeasureRules, _ database: Database
  ) throws -> Acknowledgement {
    let machine = try MachineStanding.read(
      machine: report.machine, key: report.key, database)
    try machine.requireMayReport(at: report.receivedAt)
    if let known = try knownDigest(report, database) {
      guard known == report.digest else {
        throw InventoryError(
          .reportIdReused,
          "Report \(report.id.uuidString.lowercased()) is on file with other content: give each report its own id."
        )
      }
      return try acknowledge(.duplicate, report, database)
    }
    let last = machine.lastSequence
    guard report.sequence > last else {
      throw InventoryError(
        .sequenceBehind, "The sequence \(report.sequence) is behind: continue at \(last + 1).",
        nextSequence: last + 1)
    }
    if let boot = report.bootId {
      try CloneDetection.noteBoot(
        boot, machine: report.machine, at: report.receivedAt, database)
    }
    try insert(report, database)
    for (probe, body) in report.text.members where probe != "format" && probe != "agent" {
      try Sections.file(body, probe: probe, report, database)
    }
    try Measures.renew(commune: machine.commune, rules: rules, now: report.receivedAt, database)
    try InventoryStore.bumpRevision(database)
    return try acknowledge(.stored, report, database)
  }

  /// The digest of the machine's report of that id, where it is on file. Another machine's report
  /// of the same id has no digest that could fit.
  static func knownDigest(
    _ report: ReceivedReport, _ database: Database
  ) throws -> Data? {
    let statement = try database.cachedStatement(
      sql: "SELECT machine, digest FROM report WHERE id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [report.id.bytes]) else { return nil }
    return row["machine"] == report.machine ? row["digest"] : Data()
  }

  private static func insert(_ report: ReceivedReport, _ database: Database) throws {
    try database.cachedStatement(sql: "INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)").execute(
      arguments: [
        report.id.bytes, report.machine, report.sequence, report.capturedAt?.microseconds,
        report.receivedAt.microseconds, report.digest,
      ])
    try database.cachedStatement(
      sql: """
        UPDATE machine SET lastSequence = ?, lastReportAt = ?, agentVersion = ?,
          clockSkewSeconds = ? WHERE number = ?
        """
    ).execute(arguments: [
      report.sequence, report.receivedAt.microseconds, report.agent.version.cleaned(32) ?? "-",
      report.clockSkewSeconds, report.machine,
    ])
  }

  static func acknowledge(
    _ status: Acknowledgement.Status, _ report: ReceivedReport, _ database: Database
  ) throws -> Acknowledgement {
    let statement = try database.cachedStatement(
      sql: "SELECT probe, digest FROM section WHERE machine = ? AND current = 1")
    var sections: [String: String] = [:]
    for row in try Row.fetchAll(statement, arguments: [report.machine]) {
      sections[row["probe"]] = SHA256Digest.hexadecimal([UInt8](row["digest"] as Data))
    }
    return Acknowledgement(
      status: status, report: report.id.uuidString.lowercased(), sections: sections)
  }
}
