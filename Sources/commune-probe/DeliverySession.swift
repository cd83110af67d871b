import ArgumentParser
import Delivery
import Reporting

/// An enrolled machine with its spool and its way to the centre.
struct DeliverySession {
  let lock: StateLock
  let spool: Spool
  let courier: Courier
  let log: Log

  init(_ lock: StateLock, settings: Settings, log: Log) throws(DeliveryError) {
    let membership = try Membership.read(in: lock.directory)
    let connection = try Connection(of: membership, settings: settings)
    self.lock = lock
    self.log = log
    spool = try Spool(lock)
    courier = Courier(
      transport: connection.transport, centre: connection.centre, identity: membership.signing)
  }

  /// Delivers what waits and says so in a line.
  ///
  /// - Parameter earlier: an error of this run that did not keep it from delivering.
  func deliver(after earlier: DeliveryError? = nil) throws {
    let summary = DeliveryRun(lock, spool: spool, courier: courier, onEvent: tell).run()
    print("\(summary.acknowledged) delivered, \(summary.kept) waiting.")
    if let earlier { throw earlier }
    if let stopped = summary.stopped {
      let kept = "\(summary.kept) waiting in \(lock.directory.path), nothing is lost."
      throw DeliveryError(stopped.code, "\(stopped.message) (\(kept))")
    }
    if summary.refused > 0 {
      throw DeliveryError(
        .refused,
        """
        The centre refused \(summary.refused) of this machine's reports: the reasons are in \
        \(lock.directory.path)/quarantine, tell the administrator of the centre.
        """)
    }
  }

  private func tell(_ event: DeliveryEvent) {
    switch event {
    case .acknowledged(let said):
      log.write(.info, "report \(said.report): \(said.status.rawValue)")
    case .renumbered(let report, let next):
      log.write(.info, "report \(report): the centre wants sequence \(next)")
    case .refused(let report, let reason):
      log.write(.warning, "report \(report) was refused and is in quarantine: \(reason)")
    case .damaged(let file, let reason):
      log.write(.warning, "\(file) is damaged and in quarantine: \(reason)")
    }
  }
}
