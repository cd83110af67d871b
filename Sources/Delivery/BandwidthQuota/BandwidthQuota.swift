import FoundationEssentials
import Reporting

/// What measuring the line may cost, and what it has cost: on disk, before a byte is moved.
///
/// A month is over when this machine's own clocks say so (``OwnTime``), never because the centre
/// says another date: else a centre could free it every night. A run that ends in the middle,
/// however it ends, has cost all that it had reserved.
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

  /// Month of this machine's wall clock in which the share began, `2026-11`; ``unknownMonth`` if
  /// that clock could not be believed.
  var month: String
  /// How long this share has lasted by this machine's clocks; nil in a file of an earlier version.
  var lasted: OwnTime?
  /// In this month, what is reserved too.
  var usedBytes: Int
  /// When the line was last measured; by the centre's clock, RFC 3339 UTC.
  var measuredAt: String?
  /// The same by this machine's clocks.
  var measuredWall: Int?
  var measuredBoot: String?
  var measuredBootSeconds: Double?

  static let unknownMonth = "0000-00"
  /// A share lasts at least so long, whatever the calendar says.
  static let leastSeconds = 28 * 86_400.0
  /// And so long where no calendar can be believed.
  static let undatedSeconds = 31 * 86_400.0

  init(month: String = unknownMonth, usedBytes: Int = 0) {
    (self.month, self.usedBytes) = (month, usedBytes)
  }

  /// nil if nothing was ever measured here.
  ///
  /// - Throws: ``DeliveryError`` for a file that cannot be read or is damaged: what has been used is
  ///   then not known, and nothing may be.
  static func read(in directory: StateDirectory) throws(DeliveryError) -> BandwidthQuota? {
    guard let contents = try FileContents.read(directory.bandwidth, limit: 4096) else { return nil }
    guard let quota = try? JSONDecoder().decode(BandwidthQuota.self, from: contents.bytes),
      0...1_000_000_000_000_000 ~= quota.usedBytes, isMonth(quota.month),
      quota.lasted?.isPlausible ?? true
    else {
      throw DeliveryError(
        .damaged,
        "\(directory.bandwidth) is damaged: remove it if this month's allowance is not used up.")
    }
    return quota
  }

  func write(in directory: StateDirectory) throws(DeliveryError) {
    guard let bytes = try? CanonicalJSON.encode(self) else {
      throw DeliveryError(.file, "Cannot write \(directory.bandwidth): it holds no valid JSON.")
    }
    try DurableFile.write(bytes, to: directory.bandwidth)
  }

  /// Seconds since the line was last measured, nil if this machine's clocks cannot tell.
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

  /// The same by the centre's clock, nil if it has been set back since.
  func ageSeconds(at centreTime: Date) -> Double? {
    guard let measuredAt, let then = try? Date(measuredAt, strategy: .iso8601) else { return nil }
    let age = centreTime.timeIntervalSince(then)
    return age >= 0 ? age : nil
  }

  /// Counts the time that has passed, and frees the share when its month is over.
  mutating func move(_ clock: AgentClock) {
    let month = Self.month(clock)
    guard var lasted = self.lasted else {
      // Of an earlier version, or new: its age is unknown.
      self.month = month ?? Self.unknownMonth
      self.lasted = OwnTime(clock)
      return
    }
    lasted.advance(clock)
    self.lasted = lasted
    guard lasted.seconds >= (month == nil ? Self.undatedSeconds : Self.leastSeconds),
      month == nil || month != self.month
    else { return }
    usedBytes = 0
    self.month = month ?? Self.unknownMonth
    self.lasted?.seconds = 0
  }

  private static func month(_ clock: AgentClock) -> String? {
    clock.plausibleWallSeconds.map {
      String(Date(timeIntervalSince1970: Double($0)).formatted(.iso8601).prefix(7))
    }
  }

  static func isMonth(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 7 && bytes[4] == UInt8(ascii: "-")
      && bytes.enumerated().allSatisfy { $0.offset == 4 || 48...57 ~= $0.element }
  }
}
