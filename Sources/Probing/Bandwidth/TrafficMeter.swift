import CCurl
import Curl

/// What the connections of one libcurl handle have cost, as counted by the kernel, including closed
/// ones.
final class ConnectionCost {
  let sockets = CurlSockets()
  /// The last counters of an established connection.
  private(set) var counters: SocketCounters?
  private var open: [Int32: Int] = [:]
  private var closed = 0

  init() {
    sockets.closing = { [weak self] socket in
      guard let self else { return }
      self.look(at: socket)
      self.closed += self.open.removeValue(forKey: socket) ?? 0
    }
  }

  /// Reads the kernel's counters again; keeps the last values if the connection is gone.
  func look() { sockets.open.forEach(look(at:)) }

  private func look(at socket: Int32) {
    guard let found = SocketCounters(socket: socket) else { return }
    if found.isConnected { counters = found }
    if found.hasMoved { open[socket] = max(open[socket] ?? 0, found.costBytes) }
  }

  /// Bytes of whole IP packets in both directions.
  var bytes: Int { open.values.reduce(closed, +) }
}

/// Compares what a measurement costs, in both directions together, with what was booked for it.
///
/// The centre may send more than the payload that was requested: chunks of one byte, endless
/// headers or an unwanted answer cost the office's line as much. The kernel counts everything.
final class TrafficMeter {
  /// Bytes and calls between two readings within a transfer.
  private static let stepBytes = 128 << 10
  private static let stepCalls = 128

  let bookedBytes: Int
  private var costs: [ConnectionCost] = []
  private var taken = (bytes: 0, calls: 0)
  private var last = 0
  /// Whether nothing more may be transferred.
  private(set) var isSpent = false

  init(bookedBytes: Int) { self.bookedBytes = bookedBytes }

  /// Counts what `handle` costs from now on.
  ///
  /// - Parameter isLoad: whether what arrives is the load; otherwise next to nothing should arrive.
  func watch(_ handle: CurlHandle, isLoad: Bool = false) -> ConnectionCost {
    let cost = ConnectionCost()
    if !isLoad { cost.sockets.receiveBuffer = 16 << 10 }
    costs.append(cost)
    handle.watch(cost.sockets)
    return cost
  }

  var costBytes: Int { costs.reduce(0) { $0 + $1.bytes } }

  /// Reads the counters of all connections.
  ///
  /// - Returns: whether more may be transferred: not if as much again as since the last reading
  ///   would exceed what was booked, because what is on its way still arrives.
  func look() -> Bool {
    for cost in costs { cost.look() }
    let cost = costBytes
    isSpent = isSpent || cost + (cost - last) >= bookedBytes
    last = cost
    taken = (0, 0)
    return !isSpent
  }

  /// Notes what a transfer handed over, and reads the counters now and then.
  ///
  /// - Returns: whether more may be transferred.
  func took(_ bytes: Int) -> Bool {
    taken.bytes += bytes
    taken.calls += 1
    guard taken.bytes >= Self.stepBytes || taken.calls >= Self.stepCalls else { return !isSpent }
    return look()
  }
}
