import Cryptography
import FoundationEssentials
import Reporting

/// The last result of each account check, by service: `accounts.json` in the state directory.
struct AccountMemory: Codable, Equatable {
  /// Maximum size of the file, in bytes, and maximum number of services in it.
  static let maximumBytes = 256 << 10
  static let maximumServices = 256
  /// Minimum age of the last check before the next, in seconds, the same as between reports.
  static let dueSeconds = 72_000.0

  struct Entry: Codable, Equatable {
    /// Of definition and credentials; see ``AccountMemory/fingerprint(_:_:)``.
    var fingerprint: String
    /// When it began, by both clocks.
    var clock: ClockReading
    /// nil during the check, and permanently if the process was killed.
    var finding: AccountFinding?
    /// How many checks in a row had an unclear answer; nil for none.
    var unclear: Int?
  }

  var format = 1
  /// Random; without it, guessed passwords could be tested against a fingerprint from elsewhere.
  var salt: [UInt8]
  var services: [String: Entry] = [:]

  init(salt: [UInt8]) { self.salt = salt }

  init(random: inout some RandomNumberGenerator) {
    self.init(salt: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
  }

  /// - Throws: ``AccountStorageError/damaged``.
  init(_ bytes: [UInt8]) throws(AccountStorageError) {
    guard bytes.count <= Self.maximumBytes,
      let read = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
      read.format == 1, read.salt.count == 32, read.services.count <= Self.maximumServices
    else { throw .damaged }
    self = read
  }

  /// Changes when the definition or the content of the credentials file changes, but not when a
  /// file is only rewritten: a program that restores the same wrong password each night must not
  /// lock an account.
  func fingerprint(_ definition: AccountDefinition, _ credentials: Credentials) -> String {
    var hash = SHA256()
    hash.update(data: salt)
    hash.update(data: (try? CanonicalJSON.encode(definition)) ?? Data())
    hash.update(data: credentials.fingerprintBytes)
    return hash.finalize().map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// Forgets the services tried longest ago, which are no longer defined: a report holds fewer than
  /// are remembered.
  mutating func makeRoom(for service: String) {
    while services.count >= Self.maximumServices, services[service] == nil,
      let oldest = services.min(by: { $0.value.clock.wall < $1.value.clock.wall })?.key
    {
      services[oldest] = nil
    }
  }

  /// What to do about a service.
  enum Decision: Equatable {
    case check
    /// It is not tried: this was the result, at that time.
    case remembered(AccountFinding, checked: String)
  }

  func decision(_ service: String, fingerprint: String, now: ClockReading) -> Decision {
    guard let entry = services[service], entry.fingerprint == fingerprint else { return .check }
    let finding = entry.finding ?? .unknown(AccountDetail.unfinished)
    let isDue = !finding.isRefusal && Self.isDue(since: entry.clock, now: now, entry.unclear ?? 0)
    return isDue ? .check : .remembered(finding, checked: entry.clock.wall)
  }

  /// Whether a day has passed, as far as the clocks can tell. Within one boot, its clock decides.
  /// Across boots, the wall clock decides if both readings are plausible; otherwise (a dead
  /// battery) each boot may check once.
  ///
  /// - Parameter unclear: how many answers in a row did not tell whether the password was right.
  ///   Each may have been a refusal, so the next attempt waits longer: 1, 2, 4 days, then a week;
  ///   if the clocks cannot tell, the third is the last.
  static func isDue(
    since then: ClockReading, now: ClockReading, _ unclear: Int = 0
  ) -> Bool {
    let days = [1, 1, 2, 4, 7][min(max(unclear, 0), 4)]
    let wanted = dueSeconds + Double(days - 1) * 86_400
    if let boot = then.bootId, boot == now.bootId {
      return now.bootSeconds - then.bootSeconds >= wanted
    }
    guard let before = seconds(then.wall), let after = seconds(now.wall), after >= before else {
      return now.bootId != nil && unclear < mostUndated
    }
    return after - before >= wanted
  }

  /// Maximum unclear answers in a row if the clocks cannot tell how much time has passed.
  static let mostUndated = 3

  /// nil if the time is implausible.
  private static func seconds(_ wall: String) -> Double? {
    guard let date = try? Date(wall, strategy: .iso8601),
      WallClock.isPlausible(Int(date.timeIntervalSince1970))
    else { return nil }
    return date.timeIntervalSince1970
  }
}

/// Storage for what the accounts probe remembers. The caller provides it, because it knows how to
/// keep a file.
public protocol AccountStorage: Sendable {
  /// Locks the storage for this run; the lock is held as long as this object exists.
  func begin() throws(AccountStorageError)
  /// The bytes written last; nil if none were written yet.
  func read() throws(AccountStorageError) -> [UInt8]?
  /// Writes durably: once this returns, the bytes survive a power cut.
  func write(_ bytes: [UInt8]) throws(AccountStorageError)
}

/// Why nothing can be remembered.
public enum AccountStorageError: Error, Sendable, Equatable {
  /// Not permitted, or no space left.
  case notWritable
  /// Another run holds it.
  case busy
  case damaged
}
