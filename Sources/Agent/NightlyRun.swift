package import Delivery
import Glibc
import Probing
import Reporting

/// The nightly run: collect a report, put it into the spool, deliver the spool.
package struct NightlyRun {
  package enum Result {
    case notDue(inSeconds: Double)
    case delivered(DeliverySession.Outcome)
  }

  private let settings: Settings
  private let directory: StateDirectory
  private let log: Log

  package init(settings: Settings, directory: StateDirectory, log: Log) {
    (self.settings, self.directory, self.log) = (settings, directory, log)
  }

  /// - Parameters:
  ///   - onlyIfDue: whether to do nothing if the last report is recent and nothing is spooled.
  ///   - splaySeconds: the longest random wait before the run; nil for none.
  ///   - now: whether to deliver even during a waiting period.
  package func start(onlyIfDue: Bool, splaySeconds: Int?, now: Bool) throws -> Result {
    let isDue = !onlyIfDue || Schedule.isDue(in: directory)
    if !isDue, try AgentStatus.read(in: directory).spool.reports == 0 {
      return .notDue(inSeconds: Schedule.dueInSeconds(in: directory) ?? 0)
    }
    if isDue, let splaySeconds { try waitForTurn(splaySeconds) }

    let lock = try directory.lock()
    let session = try DeliverySession(lock, settings: settings, log: log)
    var failure: DeliveryError?
    var unspooled: SpooledReport?
    // A retry an hour after a failure would collect the same again.
    let isNew = (session.spool.youngestAgeSeconds() ?? .infinity) >= Schedule.dueSeconds
    if !onlyIfDue || isDue && isNew {
      do throws(DeliveryError) {
        try collect(session, &unspooled)
      } catch {
        // What is already in the spool can still be delivered, and that makes room.
        failure = error
      }
    }
    return .delivered(try session.deliver(now: now, after: failure, unspooled: unspooled))
  }

  /// - Parameter unspooled: set to a short form for the centre if the disk has no room for the
  ///   report.
  private func collect(
    _ session: DeliverySession, _ unspooled: inout SpooledReport?
  ) throws(DeliveryError) {
    let body, short: SpooledReport
    do {
      let line = BandwidthLine(session.lock, settings, isAsked: false)
      var report = try ProbingCalls.report(settings, directory, bandwidth: line.leave)
      let dropped = DroppedCount.read(in: directory)
      report.agent.droppedReports = dropped > 0 ? dropped : nil
      body = SpooledReport(body: try report.body())
      short = SpooledReport(body: try report.withoutRoom.body())
    } catch {
      throw DeliveryError(.file, "The report could not be created: \(error)")
    }
    let dropped: Int
    do throws(DeliveryError) {
      dropped = try session.spool.add(body)
    } catch {
      if error.code == .diskFull { unspooled = short }
      throw error
    }
    if dropped > 0 {
      log.write(
        .warning, "The send queue was full: the \(dropped) oldest reports were discarded.")
    }
  }

  /// Spreads the load: otherwise all machines of the country would report in the same second. After
  /// a failure there is no wait here, because the retry delay is already random.
  private func waitForTurn(_ splaySeconds: Int) throws(DeliveryError) {
    guard DeliveryWait.read(in: directory) == nil, let identity = try Identity.read(in: directory)
    else { return }
    let seconds = Schedule.splay(
      installId: identity.installId, day: time(nil) / 86_400, bound: splaySeconds)
    log.write(.info, "this computer's turn is in \(PlainSpan.of(Double(seconds)))")
    var rest = UInt32(seconds)
    while rest > 0 { rest = sleep(rest) }
  }
}

extension Report {
  /// A short form for a full disk: it shows that this computer works and why its sections are
  /// missing. For a failed section the centre keeps the last known content.
  fileprivate var withoutRoom: Report {
    let reason = "disk full"
    var report = self
    if hardware != nil { report.hardware = .failed(reason: reason) }
    if scanners != nil { report.scanners = .failed(reason: reason) }
    if bandwidth != nil { report.bandwidth = .failed(reason: reason) }
    if accounts != nil { report.accounts = .failed(reason: reason) }
    return report
  }
}
