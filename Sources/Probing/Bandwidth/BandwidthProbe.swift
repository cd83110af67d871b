import CCurl
public import Reporting

/// Measures what the line between this machine and its centre carries.
///
/// It occupies the office's line for some seconds: it asks for permission first, moves no more than
/// granted, stops as soon as the result is known, and reports what it used.
public struct BandwidthProbe: Probe {
  public static let name = "bandwidth"
  public static let isBurden = true
  public static var section: WritableKeyPath<Report, Outcome<BandwidthFacts>?> { \.bandwidth }

  /// Asking, 8 s of round trips, 12 s each way, and the time to notice a dead line.
  public var deadlineSeconds: Double { 90 }

  private let ask: (@Sendable () -> BandwidthLeave)?

  /// - Parameter ask: nil if there is no centre to ask.
  public init(ask: (@Sendable () -> BandwidthLeave)?) { self.ask = ask }

  /// - Returns: facts, even if only a part could be measured; nil if machine and centre are the
  ///   same computer.
  public func observe(_ host: Host) throws(ProbeError) -> BandwidthFacts? {
    guard host.isThisMachine else { throw .impossible("a captured machine has no line") }
    guard let ask else { throw .impossible("this machine has no centre to measure against") }
    switch ask() {
    case .noLine: return nil
    case .skipped(let why): return BandwidthFacts(skipped: why)
    case .failed(let reason): throw .impossible(reason)
    case .granted(let grant): return try measure(grant, host)
    }
  }

  private func measure(_ grant: BandwidthGrant, _ host: Host) throws(ProbeError) -> BandwidthFacts {
    let began = MonotonicClock.seconds()
    let meter = TrafficMeter(bookedBytes: grant.bookedBytes)
    let trips = RoundTrips.measure(grant, meter)
    guard trips.failure == nil, trips.refusedStatus == nil, let latency = trips.latency else {
      grant.finish(meter.costBytes, false)
      throw Self.failure(trips.failure, trips.refusedStatus)
    }
    var generator = SystemRandomNumberGenerator()
    // The length is not a power of two, so that repetitions are never aligned.
    let random = (0..<65_521).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let shortest = trips.seconds.min() ?? latency
    let download = LineLoad(
      .download, grant, meter, random: random, roundTrip: shortest,
      congestionControl: grant.centreCongestionControl
    ).run()
    // Nothing can be sent over a line that is down.
    let upload =
      download.isStalled
      ? LineLoad.Result()
      : LineLoad(
        .upload, grant, meter, random: random, roundTrip: shortest,
        congestionControl: trips.congestionControl
      ).run()
    let cost = meter.costBytes
    let isMeasured = download.bitsPerSecond != nil && upload.bitsPerSecond != nil
    grant.finish(cost, isMeasured)
    guard download.bitsPerSecond != nil || upload.bitsPerSecond != nil else {
      if meter.isSpent {
        throw .impossible("the centre sent more than a measurement may cost")
      }
      throw Self.failure(
        download.broken ?? upload.broken, download.refusedStatus ?? upload.refusedStatus)
    }
    return BandwidthFacts(
      downloadBitsPerSecond: download.wholeBits, uploadBitsPerSecond: upload.wholeBits,
      latencySeconds: Self.rounded(latency), jitterSeconds: trips.jitter.map(Self.rounded),
      retransmitRatio: upload.retransmitRatio.map(Self.rounded),
      bytesUsed: cost, durationSeconds: Self.rounded(MonotonicClock.seconds() - began),
      server: grant.server, downloadSettled: download.settled, uploadSettled: upload.settled,
      downloadConnections: download.usedConnections, uploadConnections: upload.usedConnections,
      congestionControl: upload.congestionControl,
      centreCongestionControl: grant.centreCongestionControl,
      interface: trips.interface.flatMap { NetworkInterface.facts($0, on: host) })
  }

  /// The same text for the same fault, without times or ports.
  private static func failure(_ code: CURLcode?, _ status: Int?) -> ProbeError {
    if let status { return .impossible("the centre did not let it measure (status \(status))") }
    switch code {
    case CURLE_OPERATION_TIMEDOUT: return .impossible("the centre did not answer in time")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
      return .impossible("there was no trusted TLS connection to the centre")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      return .impossible("the centre's name could not be found")
    default: return .impossible("the line broke while it was measured")
    }
  }

  /// Rounds to a ten-thousandth: a tenth of a millisecond.
  private static func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }
}

extension LineLoad.Result {
  /// nil for a rate that no line carries: the other side counts what arrives, and may claim
  /// anything.
  var wholeBits: Int? {
    bitsPerSecond.flatMap { (0...1e14).contains($0) ? Int($0.rounded()) : nil }
  }
  /// nil if nothing was measured that could have settled.
  fileprivate var settled: Bool? { bitsPerSecond == nil ? nil : isSettled }
  fileprivate var usedConnections: Int? { bitsPerSecond == nil ? nil : connections }
}
