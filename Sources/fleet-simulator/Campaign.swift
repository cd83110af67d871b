import Delivery
import Foundation
import Terminal

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
    let machines = Double(max(1, fleet.machines.count))
    let enrolling = ProgressLine.begin("Enrolling")
    inThreads(runners) {
      $0.enrol()
    } meanwhile: {
      enrolling?.show(Double(tally.enrolled) / machines)
    }
    enrolling?.end()
    let expected = Double(max(1, fleet.machines.count { $0.reports } * nights))
    let sending = ProgressLine.begin("Sending")
    defer { sending?.end() }
    let start = ProcessInfo.processInfo.systemUptime
    for night in 0..<nights where tally.stopped == nil {
      inThreads(runners) {
        $0.send(in: night, of: nights)
      } meanwhile: {
        sending?.show(Double(tally.sent) / expected)
      }
      // A night of few computers ends before its progress is polled.
      sending?.show(Double(tally.sent) / expected)
    }
    return ProcessInfo.processInfo.systemUptime - start
  }

  /// Runs `work` for each runner on a thread of its own and waits for all.
  private func inThreads(
    _ runners: [Runner], _ work: @escaping @Sendable (Runner) -> Void, meanwhile: () -> Void
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
    while group.wait(timeout: .now() + 0.2) == .timedOut { meanwhile() }
  }
}

/// Standard error.
enum Console {
  private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  static func line(_ text: String) {
    write("fleet-simulator: \(text.split(whereSeparator: \.isNewline).joined(separator: " "))\n")
  }
}
