import FoundationEssentials
import Reporting

/// The data that measurements of the line may use and have used, on disk before a byte is
/// transferred.
///
/// A month ends by this machine's own clocks (``ElapsedTime``), never because the centre names
/// another date: otherwise a centre could reset the budget every night. An interrupted run,
/// however it ended, has used all that it had reserved.
public struct BandwidthQuota: Codable, Sendable, Equatable {
  /// Factor by which packet headers and retransmissions exceed the payload.
  static let overhead = 1.06
  /// How early a measurement may be, so that the nightly run on the same weekday qualifies.
  static let earlySeconds = 14_400.0

  public struct Terms: Sendable, Equatable {
    /// Monthly budget in 10^6 bytes, both directions together.
    public var monthlyMegabytes = 600
    public var minimumDays = 7

    public init() {}
  }

  /// Month of this machine's wall clock in which the budget's month began, `2026-11`;
  /// ``unknownMonth`` if that clock could not be trusted.
  var month: String
  /// How long that month has lasted by this machine's clocks; nil in a file of an earlier version.
  var lasted: ElapsedTime?
  /// Bytes used in this month, including reserved ones.
  var usedBytes: Int
  /// When the line was last measured, by the centre's clock, RFC 3339 UTC.
  var measuredAt: String?
  /// The same by this machine's clocks.
  var measuredWall: Int?
  var measuredBoot: String?
  var measuredBootSeconds: Double?

  static let unknownMonth = "0000-00"
  /// Minimum length of a month's budget, whatever the calendar says.
  static let leastSeconds = 28 * 86_400.0
  /// Its length if no calendar can be trusted.
  static let undatedSeconds = 31 * 86_400.0

  init(month: String = unknownMonth, usedBytes: Int = 0) {
    (self.month, self.usedBytes) = (month, usedBytes)
  }

  /// nil if nothing was ever measured here.
  ///
  /// - Throws: ``DeliveryError`` if the file cannot be read or is damaged: what has been used is
  ///   then unknown, so nothing more may be.
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

  /// Counts the time that has passed, and resets the budget when its month is over.
  mutating func move(_ clock: AgentClock) {
    let month = Self.month(clock)
    guard var lasted = self.lasted else {
      // New, or written by an earlier version: its age is unknown.
      self.month = month ?? Self.unknownMonth
      self.lasted = ElapsedTime(clock)
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
