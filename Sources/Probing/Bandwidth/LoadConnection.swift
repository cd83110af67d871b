import CCurl
import Curl
import Glibc

/// One connection that moves bytes in one direction, as fast as it can.
final class LoadConnection {
  enum Direction: Sendable { case download, upload }

  let handle: CurlHandle
  private let direction: Direction
  private let random: [UInt8]
  private var position = 0
  /// Payload bytes that the connections of this direction may still move.
  private let budget: Budget
  private let meter: TrafficMeter
  private let cost: ConnectionCost
  private var answerBytes = 0
  /// How it ended, nil while it runs.
  var ending: CURLcode?
  /// The kernel's counters, as last read.
  var counters: SocketCounters? { cost.counters }
  /// Maximum bytes of the answer to an upload, or of headers: the centre sends one line.
  static let mostAnswer = 8 << 10

  /// The payload that all connections of one direction may move together.
  final class Budget {
    private(set) var rest: Int
    init(_ rest: Int) { self.rest = rest }

    func take(_ wanted: Int) -> Int {
      let taken = min(wanted, rest)
      rest -= taken
      return taken
    }
  }

  /// - Parameter random: what an upload sends, over and over.
  init?(
    _ direction: Direction, _ grant: BandwidthGrant, _ budget: Budget, _ meter: TrafficMeter,
    random: [UInt8]
  ) {
    guard let handle = CurlHandle() else { return nil }
    (self.handle, self.direction, self.budget) = (handle, direction, budget)
    (self.random, self.meter) = (random, meter)
    cost = meter.watch(handle, isLoad: direction == .download)
    let context = Unmanaged.passUnretained(self).toOpaque()
    BandwidthRequest.prepare(handle, grant, isUpload: direction == .upload)
    handle.set(CURLOPT_FRESH_CONNECT, 1)
    handle.set(CURLOPT_FORBID_REUSE, 1)
    handle.set(CURLOPT_WRITEFUNCTION, Self.receive)
    handle.set(CURLOPT_WRITEDATA, context)
    handle.set(CURLOPT_HEADERFUNCTION, Self.receiveHead)
    handle.set(CURLOPT_HEADERDATA, context)
    cost.sockets.opened = LoadSocket.prepare
    switch direction {
    case .download:
      handle.set(
        CURLOPT_URL, BandwidthRequest.download(grant, bytes: grant.maximumBytes))
      handle.set(CURLOPT_BUFFERSIZE, 64 << 10)
    case .upload:
      handle.set(CURLOPT_URL, "\(grant.server)/agent/v1/bandwidth/upload")
      handle.set(CURLOPT_POST, 1)
      handle.set(CURLOPT_UPLOAD_BUFFERSIZE, 128 << 10)
      handle.set(CURLOPT_READFUNCTION, Self.send)
      handle.set(CURLOPT_READDATA, context)
    }
    guard handle.acceptedAll else { return nil }
  }

  /// Reads the kernel's counters again; keeps the last values if the connection is gone.
  func look() { cost.look() }

  /// The kernel's congestion control for what is sent here.
  var congestionControl: String? { cost.sockets.open.last.flatMap(LoadSocket.congestionControl) }

  /// Lets the kernel drop what is unsent when the connection closes.
  func dropWhenClosed() { cost.sockets.open.forEach(LoadSocket.dropWhenClosed) }

  /// Bytes of whole IP packets so far.
  var bytes: Double {
    guard let counters else { return 0 }
    return direction == .download ? counters.receivedBytes : counters.deliveredBytes
  }

  private static let receive: ccurl_bytes = { _, size, count, context in
    guard let context else { return 0 }
    let connection = Unmanaged<LoadConnection>.fromOpaque(context).takeUnretainedValue()
    let length = size * count
    // The answer to an upload is not the load.
    guard connection.direction == .download else { return connection.answered(length) }
    let isTaken = connection.budget.take(length) == length
    return connection.meter.took(length) && isTaken ? length : 0
  }

  /// Called for each header line, also of interim replies and trailers.
  private static let receiveHead: ccurl_bytes = { _, size, count, context in
    guard let context else { return 0 }
    let connection = Unmanaged<LoadConnection>.fromOpaque(context).takeUnretainedValue()
    return connection.answered(size * count)
  }

  /// Counts bytes of answers; 0, which ends the transfer, once they exceed what the centre sends.
  private func answered(_ length: Int) -> Int {
    answerBytes += length
    return answerBytes <= Self.mostAnswer ? length : 0
  }

  private static let send: ccurl_bytes = { bytes, size, count, context in
    guard let bytes, let context else { return Int(CURL_READFUNC_ABORT) }
    let connection = Unmanaged<LoadConnection>.fromOpaque(context).takeUnretainedValue()
    guard connection.meter.took(0) else { return Int(CURL_READFUNC_ABORT) }
    let length = connection.budget.take(min(size * count, connection.random.count))
    connection.random.withUnsafeBytes { random in
      // From any position, so that no two buffers are alike.
      let first = min(length, random.count - connection.position)
      guard let base = random.baseAddress else { return }
      UnsafeMutableRawPointer(bytes).copyMemory(
        from: base + connection.position, byteCount: first)
      UnsafeMutableRawPointer(bytes + first).copyMemory(from: base, byteCount: length - first)
    }
    connection.position = (connection.position + length) % connection.random.count
    return length
  }
}
