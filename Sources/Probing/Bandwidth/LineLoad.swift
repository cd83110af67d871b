import CCurl
import Curl
import Glibc
import Reporting

/// Loads the line in one direction until its capacity is known.
///
/// Bytes are counted where they arrive: here, or at the centre (``ArrivalStream``).
///
/// It begins with one connection, or two if each loss slows them down (anything but bbr). Once
/// their total has settled, it adds as many again: if the total grows, they could not fill the
/// line, and it continues; if not, that is the capacity.
struct LineLoad {
  struct Result: Sendable {
    /// nil if nothing could be measured.
    var bitsPerSecond: Double?
    var isSettled = false
    var connections = 0
    /// The share of segments sent again, of those sent while the first connections' rate was
    /// settled: what a connection's ramp-up loses in a full queue is not the line's fault.
    var retransmitRatio: Double?
    var congestionControl: String?
    /// The centre's status if it refused a request, 403.
    var refusedStatus: Int?
    /// libcurl's code if a connection broke or could not be established.
    var broken: CURLcode?
    /// Nothing came through any longer: the line is down, and the rate until then is not a result.
    var isStalled = false
  }

  static let longestSeconds = 12.0
  static let mostConnections = 16
  /// A total that grew by less has not grown.
  static let growth = 0.05
  private static let sampleSeconds = 0.02
  /// A line on which nothing arrives for this many seconds is down.
  private static let stalledSeconds = 5.0

  private let direction: LoadConnection.Direction
  private let grant: BandwidthGrant
  private let random: [UInt8]
  private let roundTrip: Double
  private let firstConnections: Int
  private let meter: TrafficMeter

  /// - Parameters:
  ///   - random: some 64 KiB of incompressible bytes.
  ///   - roundTrip: the round trip of the idle line, in seconds.
  ///   - congestionControl: the sender's, by the kernel's name; nil if unknown.
  init(
    _ direction: LoadConnection.Direction, _ grant: BandwidthGrant, _ meter: TrafficMeter,
    random: [UInt8], roundTrip: Double, congestionControl: String?
  ) {
    (self.meter, self.direction, self.grant) = (meter, direction, grant)
    (self.random, self.roundTrip) = (random, roundTrip)
    firstConnections = congestionControl == "bbr" ? 1 : 2
  }

  func run() -> Result {
    var result = Result()
    guard meter.look(), let multi = CurlMulti() else { return result }
    let budget = LoadConnection.Budget(grant.maximumBytes)
    var connections: [LoadConnection] = []
    func open(_ count: Int) {
      for _ in 0..<count {
        guard let new = LoadConnection(direction, grant, budget, meter, random: random)
        else { return }
        if multi.add(new.handle) { connections.append(new) }
      }
    }
    open(firstConnections)
    let arrivals = direction == .upload ? ArrivalStream(grant, meter, roundTrip: roundTrip) : nil
    if let arrivals { arrivals.hasEnded = !multi.add(arrivals.handle) }
    var losses = LossCount()
    var counted = RateEstimate(roundTrip: roundTrip)
    var estimate = counted
    var phases = LoadPhases(roundTrip: roundTrip, began: MonotonicClock.seconds())
    let end = MonotonicClock.seconds() + Self.longestSeconds
    var nextSample = 0.0
    var moved = (bytes: 0.0, seconds: MonotonicClock.seconds())
    while true {
      for ended in multi.perform() {
        connections.first { $0.handle === ended.handle }?.ending = ended.code
        if ended.handle === arrivals?.handle { arrivals?.hasEnded = true }
      }
      let now = MonotonicClock.seconds()
      if now >= nextSample {
        nextSample = now + Self.sampleSeconds
        for connection in connections where connection.ending == nil { connection.look() }
        let bytes = connections.reduce(0) { $0 + $1.bytes }
        counted.add(.init(seconds: now, bytes: bytes))
        arrivals?.look(connections.lazy.compactMap(\.counters).first, now: now)
        estimate = arrivals.flatMap { $0.isCurrent(now: now) ? $0.estimate : nil } ?? counted
        if bytes > moved.bytes { moved = (bytes, now) }
        result.isStalled = now - moved.seconds > Self.stalledSeconds
        losses.add(connections, now: now)
        let step = phases.next(estimate, now: now, connections: connections.count)
        if step != .goOn {
          result.retransmitRatio =
            result.retransmitRatio
            ?? losses.ratio(since: now - estimate.settlingSeconds(since: phases.start))
        }
        switch step {
        case .goOn: break
        case .add(let count): open(count)
        case .done(let rate):
          result.bitsPerSecond = rate * 8
          result.isSettled = true
        }
      }
      guard !result.isSettled, !result.isStalled, now < end, budget.rest > 0, meter.look(),
        connections.contains(where: { $0.ending == nil })
      else { break }
      multi.wait(milliseconds: 10)
    }
    if !result.isSettled, !result.isStalled {
      result.bitsPerSecond = phases.best(estimate).map { $0 * 8 }
    }
    result.retransmitRatio = result.retransmitRatio ?? losses.ratio(since: phases.start)
    // libcurl calls back into the connections until their sockets are closed.
    withExtendedLifetime((connections, arrivals)) {
      if let arrivals { multi.remove(arrivals.handle) }
      close(connections, multi, &result)
    }
    return result
  }

  private func close(
    _ connections: [LoadConnection], _ multi: CurlMulti, _ result: inout Result
  ) {
    result.connections = connections.count
    for connection in connections {
      if connection.ending == nil {
        connection.look()
        result.congestionControl = result.congestionControl ?? connection.congestionControl
        connection.dropWhenClosed()
      } else if let status = connection.handle.number(CURLINFO_RESPONSE_CODE), status >= 400 {
        result.refusedStatus = status
      }
      if let code = connection.ending, code != CURLE_OK, code != CURLE_WRITE_ERROR {
        result.broken = code
      }
      multi.remove(connection.handle)
    }
  }
}
