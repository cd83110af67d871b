public import Foundation
import Glibc
public import InventoryStore
public import ScanReading

/// Limits of the centre.
public struct CentreLimits: Sendable {
  /// Maximum concurrent agent requests; further ones are told when to retry. Planners' requests are
  /// not counted, so that agents never occupy the whole centre.
  public var agentRequests = 256
  /// Maximum concurrent connections, of all clients.
  public var connections = 8192
  /// Maximum connections from one address; beyond it the address's own idle ones are closed.
  public var connectionsPerAddress = 512
  /// Connections kept free: when no more than these are left, idle connections of the address with
  /// the most are closed for newcomers.
  public var keptConnections = 512
  /// Seconds until the head of a connection's first request must have arrived.
  public var firstRequestSeconds = 10
  /// Maximum bytes of all agents' bodies whose signature has not been checked yet; one address may
  /// take a quarter.
  public var unverifiedBytes = 64 << 20
  /// Addresses of proxies that are trusted to name the client.
  public var trustedProxies: [String] = []
  /// Seconds for a whole request to arrive, counted from its first byte or from the previous
  /// answer.
  public var requestSeconds = 30
  /// Seconds for a whole answer to be computed and received.
  public var answerSeconds = 120
  /// Maximum reports of one machine per hour; a third may come at once. 0: no limit.
  public var reportsPerHour = 60
  /// Maximum refused enrolments of one address per hour; accepted ones do not count, since a
  /// commune's fifty machines share an address.
  public var refusedEnrolmentsPerHour = 60
  /// Limits of line measurements.
  public var bandwidth = BandwidthLimits()

  /// The addresses at which a browser checks whether the ministries' services answer.
  public var checkServices: [CheckService] = []
  /// Reads the codes of a submitted scan; blocking.
  public var readScan: @Sendable (URL) -> ScanFinding = { ScanProcess().read($0) }

  /// Free disk space below which agents are told to try later.
  public var disk = DiskSettings()
  /// How long data that is no longer current is kept.
  public var retention = RetentionSettings()
  /// How long a person stays signed in.
  public var sessions = SessionLimits()
  /// The base-2 logarithm of scrypt's N for new passwords, 10…20.
  public var passwordCost = PasswordHash.cost

  public init() {}

  /// Whether a text is an IP address in a form accepted by `trustedProxies`.
  public static func isAddress(_ text: String) -> Bool {
    (try? ClientAddress(trustedProxies: [text])) != nil
  }
}

/// Limits of line measurements.
public struct BandwidthLimits: Sendable {
  /// Maximum concurrent measurements overall; a commune has at most one.
  public var tests = 8
  /// Maximum seconds of one measurement.
  public var seconds = 60
  /// Maximum payload bytes of one measurement in each direction.
  public var bytes = 40_000_000
  /// Maximum slot requests of one machine per hour; a third may come at once. 0: no limit.
  public var slotsPerHour = 12
}

/// Maximum number of this process's open files and connections.
enum OpenFileLimit {
  /// Raises the limit to what the system allows: the usual 1,024 are fewer than the agents that may
  /// connect at once.
  static func raise() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
