import CCurl
import Curl
import Glibc

/// Loads the line in one direction until it is known what it carries.
///
/// It begins with two connections. When their sum has settled it adds as many again: where the sum
/// grows, one connection could not fill the line (a loss slows a connection, not the line), and it
/// goes on; where it does not, that is the line.
struct LineLoad {
  struct Result: Sendable {
    /// nil where nothing could be measured.
    var bitsPerSecond: Double?
    var isSettled = false
    var connections = 0
    var costBytes = 0
    var segmentsSent = 0
    var segmentsSentAgain = 0
    var congestionControl: String?
    /// The centre's answer where it did not take a request, 403.
    var refusedStatus: Int?
    /// libcurl's code where a connection broke or none came about.
    var broken: CURLcode?
  }

  static let longestSeconds = 12.0
  static let mostConnections = 16
  /// A sum that grew by less has not grown.
  static let growth = 0.05
  private static let sampleSeconds = 0.02

  private let direction: LoadConnection.Direction
  private let grant: BandwidthGrant
  private let random: [UInt8]
  private let roundTrip: Double

  /// - Parameters:
  ///   - random: 64 KiB or so that nobody can compress.
  ///   - roundTrip: of the idle line, seconds.
  init(
    _ direction: LoadConnection.Direction, _ grant: BandwidthGrant, random: [UInt8],
    roundTrip: Double
  ) {
    self.direction = direction
    self.grant = grant
    self.random = random
    self.roundTrip = roundTrip
  }

  func run() -> Result {
    var result = Result()
    guard let multi = CurlMulti() else { return result }
    let budget = LoadConnection.Budget(grant.maximumBytes)
    var connections: [LoadConnection] = []
    func open(_ count: Int) {
      for _ in 0..<count {
        guard let new = LoadConnection(direction, grant, budget, random: random) else { return }
        if multi.add(new.handle) { connections.append(new) }
      }
    }
    open(2)
    var estimate = RateEstimate(roundTrip: roundTrip)
    var phases = LoadPhases(roundTrip: roundTrip, began: MonotonicClock.seconds())
    let end = MonotonicClock.seconds() + Self.longestSeconds
    var nextSample = 0.0
    while true {
      for ended in multi.perform() {
        connections.first { $0.handle === ended.handle }?.ending = ended.code
      }
      let now = MonotonicClock.seconds()
      if now >= nextSample {
        nextSample = now + Self.sampleSeconds
        for connection in connections where connection.ending == nil { connection.look() }
        estimate.add(.init(seconds: now, bytes: connections.reduce(0) { $0 + $1.bytes }))
        switch phases.next(estimate, now: now, connections: connections.count) {
        case .goOn: break
        case .add(let count): open(count)
        case .done(let rate):
          result.bitsPerSecond = rate * 8
          result.isSettled = true
        }
      }
      guard !result.isSettled, now < end, budget.rest > 0,
        connections.contains(where: { $0.ending == nil })
      else { break }
      multi.wait(milliseconds: 10)
    }
    if !result.isSettled {
      result.bitsPerSecond = phases.best(estimate).map { $0 * 8 }
    }
    close(connections, multi, &result)
    return result
  }

  private func close(
    _ connections: [LoadConnection], _ multi: CurlMulti, _ result: inout Result
  ) {
    result.connections = connections.count
    for connection in connections {
      if connection.ending == nil {
        connection.look()
        if let socket = connection.handle.socket {
          result.congestionControl =
            result.congestionControl ?? LoadSocket.congestionControl(socket)
          LoadSocket.dropWhenClosed(socket)
        }
      } else if let status = connection.handle.number(CURLINFO_RESPONSE_CODE), status >= 400 {
        result.refusedStatus = status
      }
      if let code = connection.ending, code != CURLE_OK, code != CURLE_WRITE_ERROR {
        result.broken = code
      }
      if let counters = connection.counters {
        result.costBytes += counters.costBytes
        result.segmentsSent += counters.segmentsSent
        result.segmentsSentAgain += counters.segmentsSentAgain
      }
      multi.remove(connection.handle)
    }
  }
}
