import CCurl
import Curl

/// What the connections of one libcurl handle have cost, as the kernel counts it: of those that are
/// closed too.
final class ConnectionCost {
  let sockets = CurlSockets()
  /// What the kernel said last of a connection that was established.
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

  /// Asks the kernel again; keeps the last values if the connection is gone.
  func look() { sockets.open.forEach(look(at:)) }

  private func look(at socket: Int32) {
    guard let found = SocketCounters(socket: socket) else { return }
    if found.isConnected { counters = found }
    if found.hasMoved { open[socket] = max(open[socket] ?? 0, found.costBytes) }
  }

  /// Whole IP packets in both directions, bytes.
  var bytes: Int { open.values.reduce(closed, +) }
}

/// What a measurement costs, both directions together, against what was booked for it.
///
/// The content that the centre was asked for is not what it sends: chunks of one byte, endless
/// heads or an unwanted answer cost the office's line as much. The kernel counts all.
final class TrafficMeter {
  /// Between two looks from within a transfer.
  private static let stepBytes = 128 << 10
  private static let stepCalls = 128

  let bookedBytes: Int
  private var costs: [ConnectionCost] = []
  private var taken = (bytes: 0, calls: 0)
  private var last = 0
  /// Whether nothing more may be moved.
  private(set) var isSpent = false

  init(bookedBytes: Int) { self.bookedBytes = bookedBytes }

  /// Counts what `handle` costs from now on.
  ///
  /// - Parameter isLoad: whether what comes is the load itself; else next to nothing should come.
  func watch(_ handle: CurlHandle, isLoad: Bool = false) -> ConnectionCost {
    let cost = ConnectionCost()
    if !isLoad { cost.sockets.receiveBuffer = 16 << 10 }
    costs.append(cost)
    handle.watch(cost.sockets)
    return cost
  }

  var costBytes: Int { costs.reduce(0) { $0 + $1.bytes } }

  /// Asks the kernel of all connections.
  ///
  /// - Returns: whether more may be moved: not if as much again as since the last look would pass
  ///   what was booked, because what is on its way comes all the same.
  func look() -> Bool {
    for cost in costs { cost.look() }
    let cost = costBytes
    isSpent = isSpent || cost + (cost - last) >= bookedBytes
    last = cost
    taken = (0, 0)
    return !isSpent
  }

  /// Notes what a transfer handed over, and looks now and then.
  func took(_ bytes: Int) -> Bool {
    taken.bytes += bytes
    taken.calls += 1
    guard taken.bytes >= Self.stepBytes || taken.calls >= Self.stepCalls else { return !isSpent }
    return look()
  }
}
