import FoundationEssentials
import Reporting

/// What measuring the line may cost, and what it has cost: on disk, before a byte is moved.
///
/// The month is the centre's: the clock of this machine may be dead, and start each day in another
/// year. A month that goes backwards frees nothing. A run that ends in the middle, however it ends,
/// has cost all that it had reserved.
public struct BandwidthQuota: Codable, Sendable, Equatable {
  /// Headers of packets and what is sent again, over the content.
  static let overhead = 1.06
  /// By so much a measurement may come early, so that the nightly run of the same weekday counts.
  static let earlySeconds = 14_400.0

  public struct Terms: Sendable, Equatable {
    /// 10^6 bytes, both directions.
    public var monthlyMegabytes = 600
    public var minimumDays = 7

    public init() {}
  }

  /// `2026-11`, by the centre's clock.
  var month: String
  /// In this month, what is reserved too.
  var usedBytes: Int
  /// When the line was last measured; by the centre's clock, RFC 3339 UTC.
  var measuredAt: String?
  /// The same by this machine's clocks.
  var measuredWall: Int?
  var measuredBoot: String?
  var measuredBootSeconds: Double?

  init(month: String, usedBytes: Int = 0) {
    self.month = month
    self.usedBytes = usedBytes
  }

  /// nil where nothing was ever measured here.
  ///
  /// - Throws: ``DeliveryError`` for a file that cannot be read or is damaged: what has been used is
  ///   then not known, and nothing may be.
  static func read(in directory: StateDirectory) throws(DeliveryError) -> BandwidthQuota? {
    guard let contents = try FileContents.read(directory.bandwidth, limit: 4096) else { return nil }
    guard let quota = try? JSONDecoder().decode(BandwidthQuota.self, from: contents.bytes),
      quota.usedBytes >= 0, isMonth(quota.month)
    else {
      throw DeliveryError(
        .damaged,
        "\(directory.bandwidth) is damaged: remove it where this month's share is not yet used up.")
    }
    return quota
  }

  func write(in directory: StateDirectory) throws(DeliveryError) {
    guard let bytes = try? CanonicalJSON.encode(self) else {
      throw DeliveryError(.file, "Cannot write \(directory.bandwidth): it holds no valid JSON.")
    }
    try DurableFile.write(bytes, to: directory.bandwidth)
  }

  /// Seconds since the line was last measured, nil where this machine's clocks cannot tell.
  func ageSeconds(_ clock: AgentClock) -> Double? {
    if let boot = clock.boot(), let measuredBootSeconds, boot.bootId == measuredBoot,
      boot.seconds >= measuredBootSeconds
    {
      return boot.seconds - measuredBootSeconds
    }
    let now = clock.wallSeconds()
    guard let measuredWall, WallClock.isPlausible(now), WallClock.isPlausible(measuredWall),
      now >= measuredWall
    else { return nil }
    return Double(now - measuredWall)
  }

  /// The same by the centre's clock, nil where it has been set back since.
  func ageSeconds(at centreTime: Date) -> Double? {
    guard let measuredAt, let then = try? Date(measuredAt, strategy: .iso8601) else { return nil }
    let age = centreTime.timeIntervalSince(then)
    return age >= 0 ? age : nil
  }

  /// Goes on to the centre's month. A later one frees what was used; an earlier one is taken over
  /// with all that was used, so that a centre whose clock was once ahead does not lock this machine
  /// out until then.
  mutating func move(to month: String) {
    if month > self.month { usedBytes = 0 }
    self.month = month
  }

  static func isMonth(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 7 && bytes[4] == UInt8(ascii: "-")
      && bytes.enumerated().allSatisfy { $0.offset == 4 || 48...57 ~= $0.element }
  }
}
