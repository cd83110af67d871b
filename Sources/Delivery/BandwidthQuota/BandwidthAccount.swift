import FoundationEssentials
public import Reporting

/// What came of asking to book a measurement.
public enum BandwidthBooking: Sendable, Equatable {
  /// So many bytes.
  case booked(Int)
  case skipped(BandwidthFacts.Skip)
}

/// This machine's account of what measuring costs, kept in its state directory.
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

  /// What can be said before the centre is asked; nil if it is to be asked.
  ///
  /// - Parameter anyDay: whether a person asks, who need not wait for the day.
  public func skip(anyDay: Bool) throws(DeliveryError) -> BandwidthFacts.Skip? {
    guard var quota = try BandwidthQuota.read(in: directory) else { return nil }
    // Each boot is to count, also one in which nothing is measured.
    quota.move(clock)
    try? quota.write(in: directory)
    if !anyDay, let age = quota.ageSeconds(clock), age < dueSeconds { return .notDue }
    return nil
  }

  /// Books the most that a measurement can cost, durably; what is left of it comes back with
  /// ``settle(_:usedBytes:isMeasured:)``.
  ///
  /// - Parameters:
  ///   - maximumBytes: of content in each direction.
  ///   - time: the centre's clock, RFC 3339 UTC; when it is next due, not which month it is.
  /// - Returns: the bytes booked, or why it may not be.
  /// - Throws: ``DeliveryError``; nothing may be moved then.
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

  /// Books what it did cost in the place of what was reserved.
  ///
  /// - Parameters:
  ///   - time: the centre's, as at ``reserve(maximumBytes:at:anyDay:)``.
  ///   - isMeasured: whether the line is known now, so that the next time is some days off.
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
