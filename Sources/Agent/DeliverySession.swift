package import Delivery
import Reporting

/// The spool of an enrolled machine and its connection to the centre.
package struct DeliverySession {
  package let lock: StateLock
  package let spool: Spool
  let connection: Connection
  let log: Log

  package init(_ lock: StateLock, settings: Settings, log: Log) throws(DeliveryError) {
    let membership = try Membership.read(lock)
    do throws(DeliveryError) {
      connection = try Connection(of: membership, settings: settings)
    } catch {
      LastFailure.note(error, in: lock)
      throw error
    }
    self.lock = lock
    self.log = log
    spool = try Spool(lock)
  }

  /// The result of a delivery.
  package struct Outcome {
    /// For the person who started it: `2 delivered, 0 waiting.`
    package let line: String
    /// Why something remains to be done; nil if nothing does.
    package let failure: DeliveryError?
  }

  /// Delivers the spooled reports.
  ///
  /// - Parameters:
  ///   - now: whether to ignore a waiting period, because a person asked.
  ///   - earlier: an error of this run that did not prevent delivery; it becomes the failure.
  ///   - unspooled: a report that the disk has no room for, which is sent anyway.
  package func deliver(
    now: Bool, after earlier: DeliveryError? = nil, unspooled: SpooledReport? = nil
  ) throws -> Outcome {
    let centreSession = CentreSession(
      lock, spool: spool, centre: connection.centre, transport: connection.transport,
      agentVersion: Release.version, onEvent: tell)
    let evidence = IdentifierHashes.of(ProbingCalls.identifiers())
    let summary: DeliverySummary
    do throws(DeliveryError) {
      summary = try centreSession.run(
        evidence: evidence, ignoringWait: now, unspooled: unspooled)
    } catch {
      LastFailure.note(error, in: lock)
      throw error
    }
    let failure = earlier ?? failure(of: summary)
    if let failure {
      LastFailure.note(failure, in: lock)
    } else {
      LastFailure.clear(in: lock)
    }
    return Outcome(
      line: "\(summary.acknowledged) delivered, \(summary.kept) waiting.", failure: failure)
  }

  private func failure(of summary: DeliverySummary) -> DeliveryError? {
    if let stopped = summary.stopped {
      let again = summary.waitSeconds.map { "; next attempt in \(PlainSpan.of($0))" } ?? ""
      let kept =
        "\(summary.kept) waiting in \(lock.directory.path), nothing is lost\(again)."
      return DeliveryError(stopped.code, "\(stopped.message) (\(kept))")
    }
    guard summary.refused > 0 else { return nil }
    return DeliveryError(
      .refused,
      """
      The server rejected \(summary.refused) of this computer's reports; see the reasons in \
      \(lock.directory.path)/quarantine, tell the administrator of the centre; commune-probe \
      deliver --requeue sends them again.
      """)
  }

  private func tell(_ event: DeliveryEvent) {
    switch event {
    case .acknowledged(let said):
      log.write(.info, "report \(said.report): \(said.status.rawValue)")
    case .renumbered(let report, let next):
      log.write(.info, "report \(report): the server requests sequence number \(next)")
    case .completed(let report, let sections):
      let names = sections.isEmpty ? "all" : sections.sorted().joined(separator: ", ")
      log.write(.info, "report \(report): the server requests in full: \(names)")
    case .refused(let report, let reason):
      log.write(.warning, "report \(report) was rejected and quarantined: \(reason)")
    case .damaged(let file, let reason):
      log.write(.warning, "\(file) is damaged and was quarantined: \(reason)")
    case .reenrolled(let machine):
      log.write(
        .warning,
        "this is not the computer that was enrolled: it is now computer \(machine), "
          + "and its reports are pending until it is approved")
    case .rotated(let keyId): log.write(.info, "this computer's key is now \(keyId)")
    case .rotationFailed(let reason):
      log.write(.warning, "this computer's key was not changed: \(reason)")
    }
  }
}
