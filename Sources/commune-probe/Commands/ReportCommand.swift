import Agent
import ArgumentParser
import Delivery

/// Whether to ignore a waiting period set by the centre or after a failure.
struct WaitingOptions: ParsableArguments {
  @Flag(help: "Deliver at once, even during a waiting period.")
  var now = false
}

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

  @OptionGroup var waiting: WaitingOptions

  func validate() throws {
    guard 1...86_400 ~= splay ?? 1 else {
      throw ValidationError("--splay must be from 1 to 86400 seconds.")
    }
  }

  func execute() throws {
    let run = NightlyRun(
      settings: try options.settingsForNightsToo(), directory: options.directory, log: options.log)
    switch try run.start(onlyIfDue: ifDue, splaySeconds: splay, now: waiting.now) {
    case .notDue(let seconds):
      try Output.line("The next report is due in \(PlainSpan.of(seconds)).")
    case .delivered(let outcome): try outcome.print()
    }
  }
}

struct DeliverCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Deliver the pending reports.")

  @OptionGroup var options: GlobalOptions

  @OptionGroup var waiting: WaitingOptions

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
    try session.deliver(now: waiting.now).print()
  }
}

extension DeliverySession.Outcome {
  /// Prints the line.
  ///
  /// - Throws: the failure, if there is one, after printing.
  func print() throws {
    try Output.line(line)
    if let failure { throw failure }
  }
}
