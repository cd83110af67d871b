import CCurl
import Curl
import FoundationEssentials
import Reporting

/// The centre's account of what has arrived of an upload, streamed while it arrives.
///
/// A sender sees only acknowledgements: after a loss they say nothing for a round trip, and then
/// much at once. A centre of an earlier version does not report arrivals; then they must do.
final class ArrivalStream {
  /// Longest line, in bytes: a longer one cannot be the centre's.
  private static let longestLine = 512
  /// Maximum text that waits to be read, in bytes.
  private static let mostText = 64 << 10
  /// Maximum size of the whole reply, in bytes: some hundred lines, and the head.
  private static let mostBytes = 256 << 10
  /// Seconds of silence after which the centre's figures are no longer current.
  private static let silentSeconds = 2.0

  let handle: CurlHandle
  private var text: [UInt8] = []
  private var receivedBytes = 0
  /// No more can have arrived than may be sent, with headers and encryption.
  private let maximumBytes: Int
  /// Difference from the centre's clock to this machine's, in seconds.
  private var offset: Double?
  private let roundTrip: Double
  private(set) var estimate: RateEstimate
  /// Whether no further figures can be trusted.
  var hasEnded = false

  /// - Parameter roundTrip: the round trip of the idle line, in seconds.
  init?(_ grant: BandwidthGrant, _ meter: TrafficMeter, roundTrip: Double) {
    guard let handle = CurlHandle() else { return nil }
    self.handle = handle
    maximumBytes = grant.bookedBytes
    _ = meter.watch(handle)
    self.roundTrip = roundTrip
    estimate = RateEstimate(roundTrip: roundTrip)
    BandwidthRequest.prepare(handle, grant)
    handle.set(CURLOPT_URL, "\(grant.server)/agent/v1/bandwidth/arrivals")
    handle.set(CURLOPT_FAILONERROR, 1)
    handle.set(CURLOPT_FRESH_CONNECT, 1)
    handle.set(CURLOPT_FORBID_REUSE, 1)
    handle.set(CURLOPT_WRITEFUNCTION, Self.receive)
    handle.set(CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
    handle.set(CURLOPT_HEADERFUNCTION, Self.receiveHead)
    handle.set(CURLOPT_HEADERDATA, Unmanaged.passUnretained(self).toOpaque())
    guard handle.acceptedAll else { return nil }
  }

  /// Processes the lines that have arrived.
  ///
  /// - Parameter counters: those of a connection of the upload, for the size of its segments.
  func look(_ counters: SocketCounters?, now: Double) {
    guard let counters, let end = text.lastIndex(of: UInt8(ascii: "\n")) else { return }
    let lines = text[..<end].split(separator: UInt8(ascii: "\n"))
    let found = lines.compactMap {
      try? JSONDecoder().decode(BandwidthArrivals.self, from: Data($0))
    }
    text.removeSubrange(...end)
    guard found.count == lines.count, found.allSatisfy(isPossible), let last = found.last else {
      hasEnded = true
      return
    }
    // The first line arrived over an idle line. Later ones may have been delayed.
    let offset = offset ?? now - roundTrip / 2 - last.seconds
    self.offset = offset
    for arrivals in found where arrivals.segments > 0 {
      let seconds = arrivals.seconds + offset
      // If the first was late, the others seem to arrive early, by that much.
      guard abs(seconds - now) < LineLoad.longestSeconds else {
        hasEnded = true
        return
      }
      estimate.add(.init(seconds: seconds, bytes: counters.packetBytes(arrivals)))
    }
  }

  /// Whether so much can have arrived: impossible figures are ignored.
  private func isPossible(_ arrivals: BandwidthArrivals) -> Bool {
    arrivals.seconds.magnitude < 1e12 && 0...maximumBytes ~= arrivals.bytes
      && 0...maximumBytes ~= arrivals.segments
  }

  /// Whether the centre is reporting what arrives.
  func isCurrent(now: Double) -> Bool {
    guard !hasEnded, let last = estimate.samples.last else { return false }
    return now - last.seconds < Self.silentSeconds
  }

  private static let receive: ccurl_bytes = { bytes, size, count, context in
    guard let context, let bytes else { return 0 }
    let stream = Unmanaged<ArrivalStream>.fromOpaque(context).takeUnretainedValue()
    return stream.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
      ? size * count : 0
  }

  private static let receiveHead: ccurl_bytes = { _, size, count, context in
    guard let context else { return 0 }
    let stream = Unmanaged<ArrivalStream>.fromOpaque(context).takeUnretainedValue()
    stream.receivedBytes += size * count
    return stream.receivedBytes <= mostBytes ? size * count : 0
  }

  /// Takes in bytes; false if they cannot be the centre's.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    receivedBytes += bytes.count
    guard receivedBytes <= Self.mostBytes else { return false }
    text += bytes
    let open = text.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
    return text.count <= Self.mostText && open <= Self.longestLine
  }
}
