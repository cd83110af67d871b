import FoundationEssentials
public import Reporting

/// The outcome of a request to book a measurement.
public enum BandwidthBooking: Sendable, Equatable {
  /// The number of bytes booked.
  case booked(Int)
  case skipped(BandwidthFacts.Skip)
}

/// The account of what measurements cost this machine, kept in its state directory.
public struct BandwidthAccount: Sendable {
  private let lock: StateLock
  private let terms: BandwidthQuota.Terms
  private let clock: AgentClock
  private var directory: StateDirectory { lock.directory }

  public init(
    _ lock: StateLock, _ terms: BandwidthQuota.Terms, clock: AgentClock = .system
  ) {
    (self.lock, self.terms, self.clock) = (lock, terms, clock)
  }

  private var dueSeconds: Double {
    max(0, Double(terms.minimumDays) * 86_400 - BandwidthQuota.earlySeconds)
  }

  /// The reason to skip a measurement, as far as it is known without asking the centre; nil if the
  /// centre must be asked.
  ///
  /// - Parameter anyDay: true if a person asked, so that the measurement need not be due.
  public func skip(anyDay: Bool) throws(DeliveryError) -> BandwidthFacts.Skip? {
    guard var quota = try BandwidthQuota.read(in: directory) else { return nil }
    // Every boot counts, even one in which nothing is measured.
    quota.move(clock)
    try? quota.write(in: directory)
    if !anyDay, let age = quota.ageSeconds(clock), age < dueSeconds { return .notDue }
    return nil
  }

  /// Books the maximum cost of a measurement, durably; ``settle(_:usedBytes:isMeasured:at:)`` frees
  /// what was not used.
  ///
  /// - Parameters:
  ///   - maximumBytes: payload in each direction.
  ///   - time: the centre's clock, RFC 3339 UTC. It decides whether a measurement is due, but not
  ///     which month it is.
  /// - Returns: the bytes booked, or the reason not to measure.
  /// - Throws: ``DeliveryError``; then nothing may be transferred.
  public func reserve(
    maximumBytes: Int, at time: String, anyDay: Bool
  ) throws(DeliveryError) -> BandwidthBooking {
    guard let now = BandwidthSlots.time(time) else {
      throw DeliveryError(
        .unexpectedReply, "The centre does not say its time, or an impossible one: set its clock.")
    }
    var quota = try BandwidthQuota.read(in: directory) ?? BandwidthQuota()
    quota.move(clock)
    try quota.write(in: directory)
    if !anyDay, let age = quota.ageSeconds(at: now), age < dueSeconds { return .skipped(.notDue) }
    let cost = Int(Double(2 * maximumBytes) * BandwidthQuota.overhead)
    guard quota.usedBytes <= terms.monthlyMegabytes * 1_000_000 - cost else {
      return .skipped(.monthlyCap)
    }
    quota.usedBytes += cost
    try quota.write(in: directory)
    return .booked(cost)
  }

  /// Replaces the reservation by the actual cost.
  ///
  /// - Parameters:
  ///   - time: the centre's clock, as in ``reserve(maximumBytes:at:anyDay:)``.
  ///   - isMeasured: whether the line has been measured, so that the next measurement is days away.
  public func settle(
    _ reserved: Int, usedBytes: Int, isMeasured: Bool, at time: String
  ) throws(DeliveryError) {
    guard var quota = try BandwidthQuota.read(in: directory) else { return }
    quota.move(clock)
    quota.usedBytes = max(0, quota.usedBytes - reserved) + max(0, usedBytes)
    if isMeasured {
      let boot = clock.boot()
      quota.measuredAt = time
      quota.measuredWall = clock.wallSeconds()
      quota.measuredBoot = boot?.bootId
      quota.measuredBootSeconds = boot?.seconds
    }
    try quota.write(in: directory)
  }
}
