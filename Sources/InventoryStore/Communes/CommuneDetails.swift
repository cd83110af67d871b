public import Foundation
public import GRDB
public import Reporting

/// Everything that the inventory holds about one commune, as evidence for its figures.
public struct CommuneDetails: Sendable, Equatable {
  public struct Machine: Sendable, Equatable {
    public enum Condition: String, Sendable { case adequate, old, unknown }

    public var id: String
    public var state: MachineState
    public var simulated: Bool
    public var manufacturer: String?
    public var model: String?
    public var memoryTotalBytes: Int?
    public var processorThreads: Int?
    public var solidState: Bool?
    /// Such as `2019-03-14`: about as old as the machine.
    public var firmwareDate: String?
    /// Judged by the policy.
    public var condition: Condition
    /// Why it is not adequate; empty if nothing is known against it.
    public var shortcomings: [Shortcoming]
    public var enrolledAt: Date
    public var lastReportAt: Date?
    /// Why it is quarantined; nil otherwise.
    public var quarantineReason: String?
  }

  public struct Scanner: Sendable, Equatable {
    /// The machine that sees it.
    public var machine: String
    public var manufacturer: String?
    public var model: String?
    public var connection: ScannerFacts.Scanner.Connection
    public var evidence: ScannerFacts.Scanner.Evidence
    /// nil if unknown.
    public var ready: Bool?
    /// Whether only its name suggests that it is a scanner.
    public var isLikely: Bool
  }

  /// A right to use a service, as one machine reports it.
  public struct Account: Sendable, Equatable {
    public var machine: String
    public var service: String
    public var status: AccountStatus
    public var evidence: AccountFacts.Account.Evidence
    public var expiresAt: Date?
    /// By the machine's own clock, as received.
    public var checkedAt: String
    /// Since when it has reported this, by the centre's clock.
    public var saidAt: Date
  }

  /// The best that is known about a service in a commune.
  public struct Service: Sendable, Equatable {
    public var service: String
    /// Whether the policy requires it, or counts it as a signature.
    public var isRequired: Bool
    /// `unknown` if nothing is known.
    public var status: AccountStatus
    /// nil if nothing is known.
    public var evidence: Evidence?
    /// The machine that reports it; nil for an officer's attestation, or if nothing is known.
    public var machine: String?
    public var expiresAt: Date?
    /// Since when it has been reported or attested, by the centre's clock.
    public var saidAt: Date?
    /// Whether it counts as a right that can be used now.
    public var isUsable: Bool
    /// Whether the reporting machine is silent or quarantined, so that its report proves nothing
    /// now.
    public var isStale: Bool

    /// The source of a service's status.
    public enum Evidence: String, Sendable {
      case probed, certificate
      /// By a machine's user.
      case attested
      case officer

      init(_ evidence: AccountFacts.Account.Evidence) {
        switch evidence {
        case .probed: self = .probed
        case .certificate: self = .certificate
        case .attested: self = .attested
        }
      }
    }
  }

  /// One measurement of the line.
  public struct LineMeasurement: Sendable, Equatable {
    public var machine: String
    public var measuredAt: Date
    public var downloadBitsPerSecond: Int?
    public var uploadBitsPerSecond: Int?
    public var latencySeconds: Double?
    /// nil if not reported.
    public var interface: BandwidthFacts.Interface.Kind?
    /// Whether the rate had settled when the measurement ended; nil if not reported.
    public var settled: Bool?
  }

  public var register: CommuneRecord
  /// The sources of the register's figures, by column of the table `commune`.
  public var figureSources: [String: FigureSource]
  /// In order of enrolment, retired ones last.
  public var machines: [Machine]
  public var scanners: [Scanner]
  /// By service and machine, of machines that are not retired.
  public var accounts: [Account]
  /// Every required service, and every other that was reported or attested.
  public var services: [Service]
  /// Newest first, including replaced and withdrawn ones.
  public var attestations: [Attestation]
  /// The latest first, including withdrawn ones.
  public var visits: [Visit]
  /// Newest first.
  public var line: [LineMeasurement]
}

extension CommuneDetails.Scanner: FetchableRecord {
  /// - Parameter row: a row of `scanner`, with the machine's id as `machine`.
  public init(row: Row) throws {
    machine = row["machine"]
    manufacturer = row["manufacturer"]
    model = row["model"]
    connection = try row.state("connection", of: "scanner")
    evidence = try row.state("evidence", of: "scanner")
    ready = row["ready"]
    isLikely = row["likely"]
  }
}

extension CommuneDetails.LineMeasurement: FetchableRecord {
  /// - Parameter row: a row of `bandwidth_measurement`, with the machine's id as `machine`.
  public init(row: Row) throws {
    machine = row["machine"]
    measuredAt = row.date("measuredAt")
    downloadBitsPerSecond = row["downloadBitsPerSecond"]
    uploadBitsPerSecond = row["uploadBitsPerSecond"]
    latencySeconds = row["latencySeconds"]
    interface = try row.stateIfKnown("interface", of: "bandwidth_measurement")
    settled = row["settled"]
  }
}
