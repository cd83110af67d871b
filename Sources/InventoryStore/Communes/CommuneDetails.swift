public import Foundation

/// All that the inventory holds of one commune, for whoever has to defend its figures.
public struct CommuneDetails: Sendable, Equatable {
  public struct Machine: Sendable, Equatable {
    public enum Condition: String, Sendable { case adequate, old, unknown }

    public var id: String
    /// `active`, `quarantined` or `retired`.
    public var state: String
    public var simulated: Bool
    public var manufacturer: String?
    public var model: String?
    public var memoryTotalBytes: Int?
    public var processorThreads: Int?
    public var solidState: Bool?
    /// Of its firmware, `2019-03-14`: about as old as the machine.
    public var firmwareDate: String?
    /// As the policy judges it.
    public var condition: Condition
    public var enrolledAt: Date
    public var lastReportAt: Date?
    /// Why it is held back, where it is.
    public var quarantineReason: String?
  }

  public struct Scanner: Sendable, Equatable {
    /// The machine that sees it.
    public var machine: String
    public var manufacturer: String?
    public var model: String?
    /// `usb`, `network` or `other`.
    public var connection: String
    /// `usb`, `sane`, `escl` or `attested`.
    public var evidence: String
    /// nil where nobody can tell.
    public var ready: Bool?
    /// Whether only a name shows that it is a scanner.
    public var isLikely: Bool
  }

  /// A right to use a service, as one machine says it.
  public struct Account: Sendable, Equatable {
    public var machine: String
    public var service: String
    /// As in a report: `active`, `notIssued`, …
    public var status: String
    /// `probed`, `certificate` or `attested`.
    public var evidence: String
    public var expiresAt: Date?
    /// By the machine's own clock, as it wrote it.
    public var checkedAt: String
    /// Since when it says so, by our clock.
    public var saidAt: Date
  }

  /// The best that is known of a service in the commune.
  public struct Service: Sendable, Equatable {
    public var service: String
    /// Whether the policy requires it, or counts it as a signature.
    public var isRequired: Bool
    /// `unknown` where nobody told.
    public var status: String
    /// `probed`, `certificate`, `attested` by a machine's user, `officer`; nil where nobody told.
    public var evidence: String?
    /// nil where it comes from an officer, or from nobody.
    public var machine: String?
    public var expiresAt: Date?
    /// Since when it is said, by our clock.
    public var saidAt: Date?
    /// Whether it counts as a right that can be used at the moment.
    public var isUsable: Bool
    /// Whether the machine that says it has fallen silent or is held back: then nothing is proven.
    public var isStale: Bool
  }

  /// One measurement of the line.
  public struct LineMeasurement: Sendable, Equatable {
    public var machine: String
    public var measuredAt: Date
    public var downloadBitsPerSecond: Int?
    public var uploadBitsPerSecond: Int?
    public var latencySeconds: Double?
    /// `wired`, `wifi`, `mobile` or `other`; nil where it was not said.
    public var interface: String?
    /// Whether the rate had settled when the measurement ended.
    public var settled: Bool?
  }

  public var register: CommuneRecord
  /// In order of enrolment, the retired ones last.
  public var machines: [Machine]
  public var scanners: [Scanner]
  /// By service and machine, of machines that are not retired.
  public var accounts: [Account]
  /// Every required service, and every other of which somebody told.
  public var services: [Service]
  /// Newest first, those that were replaced or withdrawn among them.
  public var attestations: [Attestation]
  /// Newest first.
  public var line: [LineMeasurement]
}
