public import Foundation
import GRDB

extension InventoryStore.Upkeep {
  private static let setting = "believedTime"
  private static let confirmed = "clockConfirmed"

  /// The clock of this inventory, which continues from the time stored in it.
  public func clock(_ system: SystemTime = .system) throws -> BelievedClock {
    let (stored, confirmed) = try store.pool.read { database in
      (try Self.read(Self.setting, database), try Self.read(Self.confirmed, database))
    }
    let clock = BelievedClock(system, from: stored)
    if let confirmed { clock.follow(confirmed) }
    return clock
  }

  /// The believed time of an inventory's file, without opening it as a store; the wall clock's time
  /// if there is no such file.
  public static func believedTime(of path: String) -> Date {
    guard (try? InventoryFile.isThere(path)) == true else { return Date() }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    let stored = try? DatabaseQueue(path: path, configuration: configuration).read { database in
      (try read(setting, database), try read(confirmed, database))
    }
    let clock = BelievedClock(from: stored?.0)
    if let confirmed = stored?.1 { clock.follow(confirmed) }
    return clock.now()
  }

  /// Stores the believed time, so that the next start continues from it.
  public func keep(_ time: StoredTime) async throws {
    let text = String(decoding: try JSONEncoder().encode(time), as: UTF8.self)
    try await store.write { try StoredSetting.write(Self.setting, text, $0.database) }
  }

  /// The time that an administrator confirmed last; nil if none ever was.
  public func confirmedTime() async throws -> StoredTime? {
    try await store.pool.read { try Self.read(Self.confirmed, $0) }
  }

  /// Records, also in the audit log, that the wall clock is right. A serving centre follows within
  /// seconds.
  ///
  /// - Returns: seconds by which the time moves; nil if there was nothing to confirm.
  @discardableResult
  public func confirm(_ clock: BelievedClock, by actor: Actor = .systemUser()) async throws
    -> Double?
  {
    guard let lead = clock.doubt else { return nil }
    let correction = clock.correction
    let seconds = Int64(max(-1e15, min(1e15, lead.rounded())))
    let time = try await store.write { group in
      let number = (try Self.read(Self.confirmed, group.database)?.confirmation ?? 0) + 1
      let time = clock.confirmation(number)
      let text = String(decoding: try JSONEncoder().encode(time), as: UTF8.self)
      try StoredSetting.write(Self.confirmed, text, group.database)
      try AuditLog.append(
        .clockConfirmed, "clock", [.seconds: .init(seconds)], by: actor,
        at: Date(microseconds: time.time), group.database)
      try correction?.apply(group, now: Date(microseconds: time.time))
      return time
    }
    clock.follow(time)
    return lead
  }

  /// Corrects times recorded during a doubt that NTP has ended; does nothing while one lasts.
  public func correct(_ clock: BelievedClock) async throws {
    guard clock.doubt == nil, let correction = clock.correction else { return }
    let now = clock.now()
    try await store.write { try correction.apply($0, now: now) }
    clock.forgetCorrection()
  }

  private static func read(_ name: String, _ database: Database) throws -> StoredTime? {
    try String.fetchOne(
      database, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name]
    ).flatMap { try? JSONDecoder().decode(StoredTime.self, from: Data($0.utf8)) }
  }
}
