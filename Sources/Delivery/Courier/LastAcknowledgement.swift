import FoundationEssentials
public import Reporting

/// The centre's last answer to a report, as kept on disk.
public struct LastAcknowledgement: Codable, Sendable, Equatable {
  /// RFC 3339 UTC, by this machine's clock.
  public var receivedAt: String
  public var acknowledgement: Acknowledgement
  /// Boot id, and seconds since boot, at that time.
  var bootId: String?
  var bootSeconds: Double?

  init(_ acknowledgement: Acknowledgement, at clock: AgentClock) {
    let now = Date(timeIntervalSince1970: Double(clock.wallSeconds()))
    receivedAt = now.formatted(.iso8601)
    self.acknowledgement = acknowledgement
    let boot = clock.boot()
    bootId = boot?.bootId
    bootSeconds = boot?.seconds
  }

  /// Seconds since it came; nil if no clock can tell: the machine has restarted since, and its wall
  /// clock was or is implausible.
  public func ageSeconds(_ clock: AgentClock = .system) -> Double? {
    if let boot = clock.boot(), let bootSeconds, boot.bootId == bootId,
      boot.seconds >= bootSeconds
    {
      return boot.seconds - bootSeconds
    }
    guard let received = try? Date(receivedAt, strategy: .iso8601) else { return nil }
    let (now, then) = (clock.wallSeconds(), Int(received.timeIntervalSince1970))
    guard WallClock.isPlausible(now), WallClock.isPlausible(then), now >= then else { return nil }
    return Double(now - then)
  }

  /// nil if there was none yet or the file cannot be read: the next report is then sent in full.
  public static func read(in directory: StateDirectory) -> LastAcknowledgement? {
    guard let contents = try? FileContents.read(directory.acknowledgement, limit: 128 * 1024)
    else { return nil }
    return try? JSONDecoder().decode(LastAcknowledgement.self, from: contents.bytes)
  }

  func write(in directory: StateDirectory) throws(DeliveryError) {
    guard let bytes = try? CanonicalJSON.encode(self) else { return }
    try DurableFile.write(bytes, to: directory.acknowledgement, orInPlace: true)
  }

  /// Keeps when it came, so that today's report is not sent again, but lets the next one be complete.
  static func forgetSections(in directory: StateDirectory) throws(DeliveryError) {
    guard var last = read(in: directory) else { return }
    last.acknowledgement.sections = [:]
    do throws(DeliveryError) {
      try last.write(in: directory)
    } catch {
      guard error.code == .diskFull else { throw error }
      try remove(in: directory)
    }
  }

  /// Forgets all of it, for a new enrolment. The file stays, blank, so that the next answer
  /// finds its block even if the disk is full by then.
  static func remove(in directory: StateDirectory) throws(DeliveryError) {
    do throws(DeliveryError) {
      try DurableFile.write(Data(" \n".utf8), to: directory.acknowledgement, orInPlace: true)
    } catch {
      guard error.code == .diskFull else { throw error }
      try DurableFile.remove(directory.acknowledgement)
    }
  }
}
