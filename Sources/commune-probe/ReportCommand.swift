import ArgumentParser
import Delivery
import Reporting

struct ReportCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "The nightly job: observe, keep, deliver.")

  @OptionGroup var options: GlobalOptions

  func execute() throws {
    let settings = try options.settings()
    let lock = try options.directory.lock()
    let session = try DeliverySession(lock, settings: settings, log: options.log)

    let report = SpooledReport(body: try ProbingCalls.report().body())
    var unkept: DeliveryError?
    do throws(DeliveryError) {
      let dropped = try session.spool.add(report)
      if dropped > 0 {
        options.log.write(
          .warning, "The spool was full: the \(dropped) oldest reports in it were dropped.")
      }
    } catch {
      // What is spooled already can still be delivered, and that makes room.
      unkept = error
    }
    try session.deliver(after: unkept)
  }
}

struct DeliverCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Deliver the reports that wait.")

  @OptionGroup var options: GlobalOptions

  func execute() throws {
    let settings = try options.settings()
    let lock = try options.directory.lock()
    try DeliverySession(lock, settings: settings, log: options.log).deliver()
  }
}
