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
  /// How long the centre is left alone for that, in seconds; nil where waiting would not help.
  public var waitSeconds: Double?

  public init() {}

  /// Whether the centre has decided of a report.
  var heard: Bool { acknowledged + refused > 0 }
}

/// One step of a run, for a log.
public enum DeliveryEvent: Sendable, Equatable {
  case acknowledged(Acknowledgement)
  case renumbered(report: String, next: Int)
  /// The centre wanted sections in full that were sent as digests; none named means all.
  case completed(report: String, sections: [String])
  case refused(report: String, reason: String)
  case damaged(file: String, reason: String)
  /// This is another computer than the one that was enrolled, and it is enrolled now, too.
  case reenrolled(machine: String)
  case rotated(keyId: String)
  /// The key in use holds on.
  case rotationFailed(reason: String)
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

  /// Delivers until the spool is empty or something stops it, and notes how long the centre is
  /// then to be left alone.
  public func run() -> DeliverySummary {
    var summary = DeliverySummary()
    var waiting: [String] = []
    var held = LastAcknowledgement.read(in: lock.directory)?.acknowledgement.sections ?? [:]
    var retryAfterSeconds: Int?
    do throws(DeliveryError) {
      waiting = try spool.files()
      for name in waiting {
        try deliver(name, &held, &summary, &retryAfterSeconds)
      }
    } catch {
      summary.stopped = error
    }
    let gone = summary.acknowledged + summary.refused + summary.damaged
    summary.kept = waiting.count - gone
    note(&summary, retryAfterSeconds)
    return summary
  }

  private func note(_ summary: inout DeliverySummary, _ retryAfterSeconds: Int?) {
    let directory = lock.directory
    do throws(DeliveryError) {
      if let stopped = summary.stopped {
        let wait = DeliveryWait(
          after: stopped, retryAfterSeconds: retryAfterSeconds,
          earlier: summary.heard ? nil : DeliveryWait.read(in: directory), clock: courier.clock)
        summary.waitSeconds = wait?.seconds
        try wait?.write(in: directory)
      } else if summary.heard {
        try DeliveryWait.remove(in: directory)
      }
    } catch {
      // A wait that is not on disk costs the centre a request, no more.
      if summary.stopped == nil { summary.stopped = error }
    }
  }

  /// - Throws: ``DeliveryError`` where the run cannot go on; the report is then still spooled.
  private func deliver(
    _ name: String, _ held: inout [String: String], _ summary: inout DeliverySummary,
    _ retryAfterSeconds: inout Int?
  ) throws(DeliveryError) {
    let report: SpooledReport
    do throws(DeliveryError) {
      report = try spool.read(name)
    } catch {
      guard error.code == .damaged else { throw error }
      try spool.quarantine(name, because: error.message)
      summary.damaged += 1
      return onEvent(.damaged(file: name, reason: error.message))
    }
    let verdict = try courier.send(
      report, numberedBy: SequenceCounter(lock), held: &held, onEvent: onEvent)
    switch verdict {
    case .acknowledged(let acknowledgement):
      try spool.remove(name)
      summary.acknowledged += 1
      summary.duplicates += acknowledgement.status == .duplicate ? 1 : 0
      onEvent(.acknowledged(acknowledgement))
      held = acknowledgement.sections
      try LastAcknowledgement(acknowledgement, at: courier.clock).write(in: lock.directory)
    case .refused(let reason):
      try spool.quarantine(name, because: reason)
      summary.refused += 1
      onEvent(.refused(report: report.id, reason: reason))
    case .keep(let error, let seconds):
      retryAfterSeconds = seconds
      throw error
    case .renumber, .complete:
      // The courier does not return them.
      throw DeliveryError(.unexpectedReply, "The centre asked for another sequence: run again.")
    }
  }
}
