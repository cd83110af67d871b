import Delivery
import Foundation

/// A run: all machines enrol, then report night after night.
struct Campaign {
  let centre: CentreAddress
  let certificateAuthority: String?
  let fleet: Fleet
  let nights, concurrency: Int
  let rate: Double?
  let tally = Tally()

  /// - Returns: seconds from the first report to the last.
  func run() throws(DeliveryError) -> Double {
    let pace = Pace(perSecond: rate)
    var runners: [Runner] = []
    for share in 0..<min(concurrency, max(1, fleet.machines.count)) {
      let indices = stride(from: share, to: fleet.machines.count, by: concurrency)
      runners.append(
        try Runner(
          indices.map { fleet.machines[$0] }, centre: centre,
          certificateAuthority: certificateAuthority, tally: tally, pace: pace))
    }
    inThreads(runners) {
      $0.enrol()
    } progress: {
      "enrolled \(tally.enrolled) of \(fleet.machines.count)"
    }
    let expected = fleet.machines.count { $0.reports } * nights
    let start = ProcessInfo.processInfo.systemUptime
    for night in 0..<nights where tally.stopped == nil {
      inThreads(runners) {
        $0.send(in: night, of: nights)
      } progress: {
        "sent \(tally.sent) of \(expected)"
      }
    }
    return ProcessInfo.processInfo.systemUptime - start
  }

  /// Runs `work` for each runner on a thread of its own and waits for all.
  private func inThreads(
    _ runners: [Runner], _ work: @escaping @Sendable (Runner) -> Void, progress: () -> String
  ) {
    let group = DispatchGroup()
    for runner in runners {
      group.enter()
      nonisolated(unsafe) let runner = runner
      Thread.detachNewThread {
        work(runner)
        group.leave()
      }
    }
    let isTerminal = isatty(STDERR_FILENO) == 1
    while group.wait(timeout: .now() + 0.5) == .timedOut {
      if isTerminal { Console.write("\r\(progress())\u{1B}[K") }
    }
    if isTerminal { Console.write("\r\u{1B}[K") }
  }
}

/// Standard error.
enum Console {
  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  static func line(_ text: String) {
    write("fleet-simulator: \(text.split(whereSeparator: \.isNewline).joined(separator: " "))\n")
  }
}
