public import Foundation
import Glibc
public import InventoryStore
public import ScanReading

/// Limits of the centre.
public struct CentreLimits: Sendable {
  /// Maximum concurrent agent requests; one more is told when to retry. Planners' requests are not
  /// counted, so that agents never take the whole centre.
  public var agentRequests = 256
  /// Maximum concurrent connections, of all clients.
  public var connections = 8192
  /// Of those, from one address; above it the address's own idle ones are closed.
  public var connectionsPerAddress = 512
  /// Of those, kept free: when only so many are left, idle connections of whoever has most are
  /// closed for newcomers.
  public var keptConnections = 512
  /// Seconds until the head of a connection's first request is there.
  public var firstRequestSeconds = 10
  /// Bytes of agents' bodies, all together, whose signature has not been checked; one address may
  /// take a quarter.
  public var unverifiedBytes = 64 << 20
  /// Addresses of proxies that are trusted to name the client.
  public var trustedProxies: [String] = []
  /// Seconds for a whole request to arrive, from its first byte or from the answer before it.
  public var requestSeconds = 30
  /// Seconds for a whole answer to be made and taken.
  public var answerSeconds = 120
  /// Of one machine; a third of it may come at once. 0: as many as it likes.
  public var reportsPerHour = 60
  /// Of one address. Only refused ones count: a commune's fifty machines behind one address have
  /// good tokens.
  public var refusedEnrolmentsPerHour = 60
  /// Of measurements of communes' lines.
  public var bandwidth = BandwidthLimits()

  /// Where a browser looks whether the ministries' services answer.
  public var checkServices: [CheckService] = []
  /// Reads the codes of a scan that was sent; blocks meanwhile.
  public var readScan: @Sendable (URL) -> ScanFinding = { ScanProcess().read($0) }

  /// Free space below which agents are told to try later.
  public var disk = DiskSettings()
  /// How long what is not current is kept.
  public var retention = RetentionSettings()
  /// How long a person stays signed in.
  public var sessions = SessionLimits()
  /// The base-2 logarithm of scrypt's N for new passwords, 10…20.
  public var passwordCost = PasswordHash.cost

  public init() {}

  /// Whether a text is an IP address, as `trustedProxies` takes them.
  public static func isAddress(_ text: String) -> Bool {
    (try? ClientAddress(trustedProxies: [text])) != nil
  }
}

/// Limits of measurements of communes' lines.
public struct BandwidthLimits: Sendable {
  /// At a time, all together; of one commune there is one.
  public var tests = 8
  /// How long one may take.
  public var seconds = 60
  /// Most bytes of content that one may move, each direction for itself.
  public var bytes = 40_000_000
  /// Leave to measure that one machine may ask for; a third of it at once. 0: no limit.
  public var slotsPerHour = 12
}

/// Maximum number of open files and connections of this process.
enum OpenFileLimit {
  /// Raises it to what the system allows: 1,024, the usual start, are fewer than the agents that
  /// may call at once.
  static func raise() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
