import CCurl
import Curl
import Reporting

/// Measures round trips of small requests over one connection, on the idle line.
struct RoundTrips: Sendable {
  static let count = 12
  /// Fewer say nothing about a line.
  static let least = 3
  private static let longestSeconds = 8.0

  /// Seconds, in order.
  var seconds: [Double] = []
  /// The network device that the connection uses.
  var interface: String?
  /// The congestion control that this machine can use.
  var congestionControl: String?
  var failure: CURLcode?
  /// The centre's status if it was not 200.
  var refusedStatus: Int?

  static func measure(_ grant: BandwidthGrant, _ meter: TrafficMeter) -> RoundTrips {
    var found = RoundTrips()
    guard let handle = CurlHandle() else {
      found.failure = CURLE_FAILED_INIT
      return found
    }
    let cost = meter.watch(handle)
    defer { cost.look() }
    BandwidthRequest.prepare(handle, grant)
    handle.set(CURLOPT_URL, BandwidthRequest.download(grant, bytes: 0))
    let end = MonotonicClock.seconds() + longestSeconds
    // The first request establishes the connection and is not a round trip.
    for index in 0...count where MonotonicClock.seconds() < end && meter.look() {
      let code = CurlReply(maximumBody: 4096).collect(handle)
      guard code == CURLE_OK else {
        if found.seconds.isEmpty { found.failure = code }
        break
      }
      if let status = handle.number(CURLINFO_RESPONSE_CODE), status != 200 {
        found.refusedStatus = status
        break
      }
      if let socket = handle.socket {
        found.interface = found.interface ?? LocalInterface.name(of: socket)
        if found.congestionControl == nil {
          LoadSocket.prepare(socket)
          found.congestionControl = LoadSocket.congestionControl(socket)
        }
      }
      guard index > 0, let sent = handle.offset(CURLINFO_PRETRANSFER_TIME_T),
        let came = handle.offset(CURLINFO_STARTTRANSFER_TIME_T), came >= sent
      else { continue }
      found.seconds.append(Double(came - sent) / 1e6)
    }
    return found
  }

  /// The median, in seconds; nil if there are too few.
  var latency: Double? {
    guard seconds.count >= Self.least else { return nil }
    let sorted = seconds.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The mean difference between successive round trips, in seconds; nil if there are too few.
  var jitter: Double? {
    guard seconds.count >= Self.least else { return nil }
    let differences = zip(seconds, seconds.dropFirst()).map { abs($1 - $0) }
    return differences.reduce(0, +) / Double(differences.count)
  }
}

/// Counts segments sent, and segments sent again, over time.
struct LossCount: Sendable {
  private struct Sample {
    var seconds: Double
    var sent = 0
    var sentAgain = 0
  }

  private var samples: [Sample] = []

  mutating func add(_ connections: [LoadConnection], now: Double) {
    var sample = Sample(seconds: now)
    for counters in connections.compactMap(\.counters) {
      sample.sent += counters.segmentsSent
      sample.sentAgain += counters.segmentsSentAgain
    }
    samples.append(sample)
  }

  /// Segments sent again over segments sent, since a time; nil if none was sent.
  func ratio(since seconds: Double) -> Double? {
    guard let first = samples.first(where: { $0.seconds >= seconds }), let last = samples.last,
      last.sent > first.sent
    else { return nil }
    return min(1, Double(last.sentAgain - first.sentAgain) / Double(last.sent - first.sent))
  }
}
