import InventoryStore

/// Limits of agents, shared by all addresses that the centre listens on.
struct AgentLimits: Sendable {
  let requests: ConcurrencyLimiter
  let slots: BandwidthLeases
  /// Reports, by the machine's row number.
  let reports: RateLimiter<Int64>
  /// Key rotations, by the machine's row number: each is in the audit log forever.
  let keys: RateLimiter<Int64>
  /// Bandwidth leases, by the machine's row number.
  let bandwidth: RateLimiter<Int64>
  /// Refused enrolments, by address.
  let refusedEnrolments: RateLimiter<String>
  /// Inventories of other projects' agents, by commune and machine. These send up to 14 partial
  /// ones in a row.
  let inventories: RateLimiter<String>
  /// Text to be parsed, see ``TextAllowance``.
  let texts: TextAllowance
  /// Inflates and parses other agents' messages: neither reports nor pages wait for it, and no
  /// commune for another's.
  let parsing = BoundedQueue(
    .init(capacity: 128, perOwner: 16, niceness: 10),
    complaint: "Too many inventories are being read")
  /// Memory for bodies that are not verified yet.
  let bodies: BodyBudget
  let space: DiskSpace

  /// - Parameter now: Seconds of a monotonic clock.
  init(_ limits: CentreLimits, store: InventoryStore, now: @escaping @Sendable () -> Double) {
    space = DiskSpace(limits.disk, path: store.path)
    requests = ConcurrencyLimiter(maximum: limits.agentRequests, store: store, space: space)
    slots = BandwidthLeases(limits)
    reports = RateLimiter(
      perHour: limits.reportsPerHour, burst: limits.reportsPerHour / 3, now: now)
    keys = RateLimiter(perHour: 5, burst: 5, now: now)
    bandwidth = RateLimiter(
      perHour: limits.bandwidth.slotsPerHour, burst: limits.bandwidth.slotsPerHour / 3,
      now: now)
    refusedEnrolments = RateLimiter(
      perHour: limits.refusedEnrolmentsPerHour, burst: limits.refusedEnrolmentsPerHour / 3,
      now: now)
    inventories = RateLimiter(perHour: 60, burst: 30, now: now)
    texts = TextAllowance(now: now)
    bodies = BodyBudget(
      maximumBytes: limits.unverifiedBytes, perOwner: limits.unverifiedBytes / 4)
  }
}
