import Reporting
import Synchronization

/// Grants the right to measure a line: to one machine per commune at a time, so that measurements
/// never collide on its line, and to a limited number overall, so that they never fill the centre's
/// own line.
///
/// Held in memory and bounded: the lease of an agent that crashed expires by itself.
final class BandwidthLeases: Sendable {
  /// The direction of a transfer, seen from the machine.
  enum Direction: Sendable { case download, upload }

  enum Answer: Equatable {
    case granted(slot: String)
    case refused(retryAfterSeconds: Int)
  }

  /// Maximum concurrent connections of one measurement.
  static let maximumConnections = 32
  /// For this many seconds after a slot, a commune leaves the last half of the places to others.
  static let recentSeconds = 72_000.0
  /// A browser's slot in which nothing has begun for so many seconds is given to others; a browser
  /// begins at once, and its line may take three round trips of a second.
  static let unusedSeconds = 10.0
  /// More than the communes of the country.
  static let maximumCommunes = 8192

  private struct Lease {
    let commune: String
    let machine: Int64
    let begin, end: Double
    /// The visitor whose browser measures; nil for a machine.
    let browser: String?
    var isUsed = false
    var connections = 0
    var moved: [Direction: Int] = [:]
    let arrivals = UploadMeter()
    let paces: [Direction: TransferPace]

    init(
      commune: String, machine: Int64, browser: String?, seconds: Int,
      now: @escaping @Sendable () -> Double
    ) {
      (self.commune, self.machine, self.browser) = (commune, machine, browser)
      begin = now()
      end = begin + Double(seconds)
      paces = [.download: TransferPace(now: now), .upload: TransferPace(now: now)]
    }

    func isOver(_ now: Double) -> Bool {
      now >= end || browser != nil && !isUsed && now - begin >= BandwidthLeases.unusedSeconds
    }
  }

  /// The amount moved in one direction of a slot.
  struct Moved {
    var bytes: Int
    /// As the centre measured it; nil if it has measured too little.
    var bitsPerSecond: Double?
  }

  private struct State {
    var leases: [String: Lease] = [:]
    /// When each commune last got a slot.
    var given: [String: Double] = [:]
  }

  let seconds: Int
  let maximumBytes: Int
  private let places: Int
  private let now: @Sendable () -> Double
  private let state = Mutex(State())

  /// - Parameter now: Monotonic seconds.
  init(_ limits: CentreLimits, now: @escaping @Sendable () -> Double = MonotonicSeconds.now) {
    seconds = limits.bandwidth.seconds
    maximumBytes = limits.bandwidth.bytes
    places = limits.bandwidth.tests
    self.now = now
  }

  /// A machine that asks again gets a new slot in place of its own, which it must have lost.
  ///
  /// - Parameter browser: The visitor whose browser asks, who has one slot at a time, for whatever
  ///   commune. Nothing but a session is needed to ask for one, so browsers have at most half of
  ///   the places, and their slots do not count when agents' are shared out.
  func lease(commune: String, machine: Int64, browser: String? = nil) -> Answer {
    let now = now()
    return state.withLock { state in
      state.leases = state.leases.filter {
        !$0.value.isOver(now) && $0.value.machine != machine
          && (browser == nil || $0.value.browser != browser)
      }
      if let other = state.leases.values.first(where: { $0.commune == commune }) {
        return .refused(retryAfterSeconds: Self.wait(until: other.end, now))
      }
      let half = max(1, places / 2)
      let wasLately = state.given[commune].map { now - $0 < Self.recentSeconds } ?? false
      let browsers = state.leases.values.count { $0.browser != nil }
      guard state.leases.count < (wasLately ? half : places), browser == nil || browsers < half
      else {
        let first = state.leases.values.map(\.end).min() ?? now
        return .refused(retryAfterSeconds: Self.wait(until: first, now))
      }
      let slot = Self.name()
      state.leases[slot] = Lease(
        commune: commune, machine: machine, browser: browser, seconds: seconds, now: self.now)
      guard browser == nil else { return .granted(slot: slot) }
      if state.given.count >= Self.maximumCommunes {
        state.given = state.given.filter { now - $0.value < Self.recentSeconds }
        if state.given.count >= Self.maximumCommunes { state.given = [:] }
      }
      state.given[commune] = now
      return .granted(slot: slot)
    }
  }

  /// Gives a slot back; ignored unless `machine` holds it.
  func release(_ slot: String, machine: Int64) {
    state.withLock { state in
      if state.leases[slot]?.machine == machine { state.leases[slot] = nil }
    }
  }

  /// Begins a transfer in `slot`; ``leave(_:)`` must follow.
  ///
  /// - Returns: The seconds until the slot ends.
  /// - Throws: ``ServerError`` with `slotUnknown`, or with `slotUsedUp` for too many connections.
  func enter(_ slot: String?) throws -> Double {
    let now = now()
    return try state.withLock { state in
      guard let slot, let lease = state.leases[slot], lease.end > now else {
        throw ServerError(
          .slotUnknown, "This measurement slot has ended: request a new one.")
      }
      guard lease.connections < Self.maximumConnections else {
        throw ServerError(
          .slotUsedUp, "A slot has \(Self.maximumConnections) connections: use fewer.")
      }
      state.leases[slot]?.connections += 1
      state.leases[slot]?.isUsed = true
      return lease.end - now
    }
  }

  func leave(_ slot: String) {
    state.withLock { $0.leases[slot]?.connections -= 1 }
  }

  /// Counts up to `bytes` against the slot.
  ///
  /// - Returns: How many of them the slot still allows; 0 if it has ended.
  func count(_ bytes: Int, _ direction: Direction, in slot: String) -> Int {
    let now = now()
    return state.withLock { state in
      guard let lease = state.leases[slot], lease.end > now else { return 0 }
      let moved = lease.moved[direction, default: 0]
      let allowed = max(0, min(bytes, maximumBytes - moved))
      state.leases[slot]?.moved[direction] = moved + allowed
      return allowed
    }
  }

  /// The meter of the lease's uploads; nil if the lease has ended.
  func arrivals(in slot: String) -> UploadMeter? {
    state.withLock { $0.leases[slot]?.arrivals }
  }

  /// The pace of one direction of the lease; nil if the lease has ended.
  func pace(_ direction: Direction, in slot: String) -> TransferPace? {
    state.withLock { $0.leases[slot]?.paces[direction] }
  }

  /// The amounts moved in a slot of that machine; nil if it no longer exists.
  func moved(in slot: String, machine: Int64) -> (download: Moved, upload: Moved)? {
    let lease = state.withLock { $0.leases[slot] }
    guard let lease, lease.machine == machine else { return nil }
    func moved(_ direction: Direction) -> Moved {
      Moved(
        bytes: lease.moved[direction, default: 0],
        bitsPerSecond: lease.paces[direction]?.bitsPerSecond)
    }
    return (moved(.download), moved(.upload))
  }

  /// The number of slots in use.
  var count: Int {
    let now = now()
    return state.withLock { $0.leases.values.count { !$0.isOver(now) } }
  }

  private static func wait(until end: Double, _ now: Double) -> Int {
    Int(max(1, end - now).rounded(.up))
  }

  /// 128 random bits in hexadecimal.
  private static func name() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
