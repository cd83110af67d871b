import Foundation

/// Sends presigned requests over several connections and measures them.
struct Run {
  let port: Int
  let pid: Int32
  /// The requests of each connection, in order.
  let requests: [[[UInt8]]]
  /// Reports per second over all connections; nil for unlimited.
  var rate: Double?

  struct Result {
    var statuses: [Int: Int] = [:]
    var seconds = 0.0
    /// Processor time of the centre, user and system.
    var cpuSeconds = 0.0
    var latencies: [Double] = []

    var line: String {
      let count = statuses[200, default: 0]
      let sorted = latencies.sorted()
      func percentile(_ part: Double) -> String {
        sorted.isEmpty
          ? "-" : String(format: "%.1f", sorted[Int(Double(sorted.count - 1) * part)] * 1e3)
      }
      let others = statuses.filter { $0.key != 200 }.map { " \($0.key)×\($0.value)" }.joined()
      return String(
        format:
          "%7.0f/s  CPU %.3f ms  p50 %@ ms  p95 %@ ms  max %@ ms  p99 %@ ms  (%d acknowledged in %.1f s%@)",
        Double(count) / seconds, cpuSeconds / Double(max(count, 1)) * 1e3, percentile(0.5),
        percentile(0.95), percentile(1), percentile(0.99), count, seconds, others)
    }
  }

  func go() throws -> Result {
    let lock = NSLock()
    nonisolated(unsafe) var result = Result()
    nonisolated(unsafe) var failure: (any Error)?
    let ended = DispatchSemaphore(value: 0)
    let connections = try requests.map { _ in try Connection(port: port) }
    let cpu = try Self.cpuSeconds(of: pid)
    let start = Date()
    for (place, own) in requests.enumerated() {
      let opened = connections[place]
      let thread = Thread {
        var connection = opened
        var statuses: [Int: Int] = [:]
        var latencies: [Double] = []
        do {
          for (number, request) in own.enumerated() {
            let due = start.addingTimeInterval(
              rate.map { Double(number * requests.count + place) / $0 } ?? 0)
            Thread.sleep(until: due)
            // Includes the time spent waiting for the previous request.
            let late = rate == nil ? 0 : max(0, -due.timeIntervalSinceNow)
            let sent = DispatchTime.now().uptimeNanoseconds
            statuses[try connection.exchange(request).status, default: 0] += 1
            latencies.append(
              Double(DispatchTime.now().uptimeNanoseconds - sent) / 1e9 + late)
          }
        } catch { lock.withLock { failure = error } }
        lock.withLock {
          result.statuses.merge(statuses) { $0 + $1 }
          result.latencies += latencies
        }
        ended.signal()
      }
      thread.stackSize = 1 << 19
      thread.start()
    }
    for _ in requests { ended.wait() }
    result.seconds = Date().timeIntervalSince(start)
    result.cpuSeconds = try Self.cpuSeconds(of: pid) - cpu
    for connection in connections { connection.end() }
    if let failure { throw failure }
    return result
  }

  /// From /proc/PID/stat: the 14th and 15th field, in ticks.
  static func cpuSeconds(of pid: Int32) throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    return ((Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0))
      / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
