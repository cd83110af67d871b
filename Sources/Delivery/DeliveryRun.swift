import FoundationEssentials
public import Reporting

/// What happened to the spool in one run.
public struct DeliverySummary: Sendable, Equatable {
  /// Reports that the centre holds now and we no longer keep.
  public var acknowledged = 0
  /// Of those, how many it held already.
  public var duplicates = 0
  /// Reports that the centre will never take, now in quarantine.
  public var refused = 0
  /// Spooled files that were not what was written, now in quarantine.
  public var damaged = 0
  /// Reports that still wait.
  public var kept = 0
  /// Why the run ended before the spool was empty.
  public var stopped: DeliveryError?

  public init() {}
}

/// One step of a run, for a log.
public enum DeliveryEvent: Sendable, Equatable {
  case acknowledged(Acknowledgement)
  case renumbered(report: String, next: Int)
  case refused(report: String, reason: String)
  case damaged(file: String, reason: String)
}

/// Empties the spool towards the centre, oldest first.
///
/// A report leaves the spool when the centre has acknowledged it, and for no other reason.
public struct DeliveryRun {
  let lock: StateLock
  let spool: Spool
  let courier: Courier
  let onEvent: (DeliveryEvent) -> Void

  public init(
    _ lock: StateLock, spool: Spool, courier: Courier,
    onEvent: @escaping (DeliveryEvent) -> Void = { _ in }
  ) {
    self.lock = lock
    self.spool = spool
    self.courier = courier
    self.onEvent = onEvent
  }

  public func run() -> DeliverySummary {
    var summary = DeliverySummary()
    var waiting: [String] = []
    do throws(DeliveryError) {
      waiting = try spool.files()
      for name in waiting {
        try deliver(name, &summary)
      }
    } catch {
      summary.stopped = error
    }
    let gone = summary.acknowledged + summary.refused + summary.damaged
    summary.kept = waiting.count - gone
    return summary
  }

  /// - Throws: ``DeliveryError`` where the run cannot go on; the report is then still spooled.
  private func deliver(_ name: String, _ summary: inout DeliverySummary) throws(DeliveryError) {
    let report: SpooledReport
    do throws(DeliveryError) {
      report = try spool.read(name)
    } catch {
      guard error.code == .damaged else { throw error }
      try spool.quarantine(name, because: error.message)
      summary.damaged += 1
      return onEvent(.damaged(file: name, reason: error.message))
    }
    let verdict = try courier.send(report, numberedBy: SequenceCounter(lock)) { next in
      onEvent(.renumbered(report: report.id, next: next))
    }
    switch verdict {
    case .acknowledged(let acknowledgement):
      try spool.remove(name)
      summary.acknowledged += 1
      summary.duplicates += acknowledgement.status == .duplicate ? 1 : 0
      onEvent(.acknowledged(acknowledgement))
      try LastAcknowledgement(acknowledgement, at: courier.clock).write(in: lock.directory)
    case .refused(let reason):
      try spool.quarantine(name, because: reason)
      summary.refused += 1
      onEvent(.refused(report: report.id, reason: reason))
    case .keep(let error, _):
      throw error
    case .renumber:
      // The courier does not return it.
      throw DeliveryError(.unexpectedReply, "The centre asked for another sequence: run again.")
    }
  }
}
