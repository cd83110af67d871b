import ArgumentParser
import Delivery
import Glibc
import Reporting

struct ReportCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Run the nightly job: collect, store, deliver.")

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Do nothing if the server acknowledged a report in the last 20 hours.")
  var ifDue = false

  @Option(
    help: ArgumentHelp(
      "Wait up to this many seconds first; the wait depends on the installation and the day.",
      valueName: "seconds"))
  var splay: Int?

  @Flag(help: "Deliver at once, even during a waiting period.")
  var now = false

  func validate() throws {
    guard 1...86_400 ~= splay ?? 1 else {
      throw ValidationError("--splay must be from 1 to 86400 seconds.")
    }
  }

  func execute() throws {
    let settings = try options.settings()
    let directory = options.directory
    let isDue = !ifDue || Schedule.isDue(in: directory)
    if !isDue, try AgentStatus.read(in: directory).spool.reports == 0 {
      let seconds = Schedule.dueInSeconds(in: directory) ?? 0
      try Output.line("The next report is due in \(PlainSpan.of(seconds)).")
      return
    }
    if isDue { try waitForTurn(directory) }

    let lock = try directory.lock()
    let session = try DeliverySession(lock, settings: settings, log: options.log)
    var failure: DeliveryError?
    var unkept: SpooledReport?
    // A try an hour after a failure has nothing new to say.
    let isNew = (session.spool.youngestAgeSeconds() ?? .infinity) >= Schedule.dueSeconds
    if !ifDue || isDue && isNew {
      do throws(DeliveryError) {
        try observe(session, settings, &unkept)
      } catch {
        // What is spooled already can still be delivered, and that makes room.
        failure = error
      }
    }
    try session.deliver(now: now, after: failure, unkept: unkept)
  }

  /// - Parameter unkept: what to tell the centre at once because the disk has no room for a report.
  private func observe(
    _ session: DeliverySession, _ settings: Settings, _ unkept: inout SpooledReport?
  ) throws(DeliveryError) {
    let directory = session.lock.directory
    let body: SpooledReport
    let short: SpooledReport
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
      if error.code == .diskFull { unkept = short }
      throw error
    }
    if dropped > 0 {
      options.log.write(
        .warning, "The send queue was full: the \(dropped) oldest reports were discarded.")
    }
  }

  /// So that the country's machines do not all come in the same second. After a failure the wait
  /// has been drawn by lot already.
  private func waitForTurn(_ directory: StateDirectory) throws(DeliveryError) {
    guard let splay, DeliveryWait.read(in: directory) == nil,
      let identity = try Identity.read(in: directory)
    else { return }
    let seconds = Schedule.splay(
      installId: identity.installId, day: time(nil) / 86_400, bound: splay)
    options.log.write(.info, "this computer's turn is in \(PlainSpan.of(Double(seconds)))")
    var rest = UInt32(seconds)
    while rest > 0 { rest = sleep(rest) }
  }
}

struct DeliverCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Deliver the pending reports.")

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Deliver at once, even during a waiting period.")
  var now = false

  @Flag(help: "Put the reports in quarantine back first, once the centre's fault is mended.")
  var requeue = false

  func execute() throws {
    let settings = try options.settings()
    let lock = try options.directory.lock()
    let session = try DeliverySession(lock, settings: settings, log: options.log)
    if requeue {
      let (requeued, left) = try session.spool.requeue()
      let rest = left > 0 ? ", \(left) damaged or without room stay in quarantine" : ""
      try Output.line("\(requeued) taken out of quarantine\(rest).")
    }
    try session.deliver(now: now)
  }
}

extension Report {
  /// The same report where the disk has no room to keep it: that this computer works, and why
  /// nothing more is said. The centre keeps what it knew of a section that failed.
  var withoutRoom: Report {
    let reason = "disk full"
    var report = self
    if hardware != nil { report.hardware = .failed(reason: reason) }
    if scanners != nil { report.scanners = .failed(reason: reason) }
    if bandwidth != nil { report.bandwidth = .failed(reason: reason) }
    if accounts != nil { report.accounts = .failed(reason: reason) }
    return report
  }
}
