import FoundationEssentials
public import Reporting

/// The result of one delivery run.
public struct DeliverySummary: Sendable, Equatable {
  /// Reports that the centre has acknowledged and that were removed here.
  public var acknowledged = 0
  /// How many of those it already had.
  public var duplicates = 0
  /// Rejected reports, now in quarantine.
  public var refused = 0
  /// Damaged spool files, now in quarantine.
  public var damaged = 0
  /// Reports still in the spool.
  public var kept = 0
  /// Why the run ended before the spool was empty.
  public var stopped: DeliveryError?
  /// How long the centre is left alone afterwards, in seconds; nil if waiting would not help.
  public var waitSeconds: Double?

  public init() {}

  /// Whether the centre has decided on any report.
  var heard: Bool { acknowledged + refused > 0 }
}

/// One step of a run, for a log.
public enum DeliveryEvent: Sendable, Equatable {
  case acknowledged(Acknowledgement)
  case renumbered(report: String, next: Int)
  /// The centre requested sections in full that were sent as digests; none named means all.
  case completed(report: String, sections: [String])
  case refused(report: String, reason: String)
  case damaged(file: String, reason: String)
  /// This is not the computer that was enrolled; it has now been enrolled as another one.
  case reenrolled(machine: String)
  case rotated(keyId: String)
  /// The current key stays in use.
  case rotationFailed(reason: String)
}

/// Delivers the spool to the centre, oldest report first.
///
/// A report is removed only after the centre has acknowledged it; refused and damaged ones are
/// quarantined.
public struct DeliveryRun {
  let lock: StateLock
  let spool: Spool
  let courier: Courier
  let onEvent: (DeliveryEvent) -> Void

  public init(
    _ lock: StateLock, spool: Spool, courier: Courier,
    onEvent: @escaping (DeliveryEvent) -> Void = { _ in }
  ) {
    (self.lock, self.spool, self.courier, self.onEvent) = (lock, spool, courier, onEvent)
  }

  /// Delivers until the spool is empty or something stops it, and records how long the centre is
  /// then left alone.
  ///
  /// - Parameter unspooled: a report that the disk had no room for; it is sent last.
  public func run(and unspooled: SpooledReport? = nil) -> DeliverySummary {
    var summary = DeliverySummary()
    var held = LastAcknowledgement.read(in: lock.directory)?.acknowledgement.sections ?? [:]
    var retryAfterSeconds: Int?
    do throws(DeliveryError) {
      let waiting = try spool.files()
      summary.kept = waiting.count
      for name in inOrder(waiting) {
        try deliver(name, &held, &summary, &retryAfterSeconds)
      }
      if let unspooled {
        try settle(unspooled, name: nil, &held, &summary, &retryAfterSeconds)
      }
    } catch {
      summary.stopped = error
    }
    note(&summary, retryAfterSeconds)
    return summary
  }

  /// Oldest first. After refusals in a row, the one before the newest is tried first: if the centre
  /// accepts it, the older ones were at fault. The newest still goes last, because the centre takes
  /// the last report for the present state.
  private func inOrder(_ names: [String]) -> [String] {
    guard RefusalsInRow.read(in: lock.directory) >= RefusalsInRow.most, names.count > 1
    else { return names }
    var rest = names
    let risked = rest.remove(at: rest.count - 2)
    return [risked] + rest
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
      // A wait that is not on disk costs the centre one request, no more.
      if summary.stopped == nil { summary.stopped = error }
    }
  }

  /// - Throws: ``DeliveryError`` if the run cannot continue; the report is then still spooled.
  private func deliver(
    _ name: String, _ held: inout [String: String], _ summary: inout DeliverySummary,
    _ retryAfterSeconds: inout Int?
  ) throws(DeliveryError) {
    let report = try spool.readOrQuarantine(name) { reason in
      summary.damaged += 1
      summary.kept -= 1
      onEvent(.damaged(file: name, reason: reason))
    }
    guard let report else { return }
    try settle(report, name: name, &held, &summary, &retryAfterSeconds)
  }

  /// - Parameter name: the report's file in the spool; nil if it has none.
  private func settle(
    _ report: SpooledReport, name: String?, _ held: inout [String: String],
    _ summary: inout DeliverySummary, _ retryAfterSeconds: inout Int?
  ) throws(DeliveryError) {
    let verdict = try courier.send(
      report, numberedBy: SequenceCounter(lock), held: &held, onEvent: onEvent)
    switch verdict {
    case .acknowledged(let acknowledgement):
      if let name {
        try spool.remove(name)
        summary.kept -= 1
      }
      summary.acknowledged += 1
      summary.duplicates += acknowledgement.status == .duplicate ? 1 : 0
      onEvent(.acknowledged(acknowledgement))
      held = acknowledgement.sections
      try note(acknowledgement)
    case .refused(let reason):
      try refuse(report, name: name, reason, &summary)
    case .keep(let error, let seconds):
      retryAfterSeconds = seconds
      throw error
    case .renumber, .complete:
      // The courier never returns these.
      throw DeliveryError(
        .unexpectedReply, "The server requested another sequence number: run again.")
    }
  }

  private func note(_ acknowledgement: Acknowledgement) throws(DeliveryError) {
    do throws(DeliveryError) {
      try RefusalsInRow.write(0, in: lock.directory)
      try LastAcknowledgement(acknowledgement, at: courier.clock).write(in: lock.directory)
      try LearnedReceiptKey.note(acknowledgement.receiptKey, from: courier.centre, lock)
    } catch {
      // On a full disk, the next report merely contains more than the centre needs.
      guard error.code == .diskFull else { throw error }
    }
  }

  /// Quarantines a report, unless so many were refused in a row that the centre must be at fault.
  private func refuse(
    _ report: SpooledReport, name: String?, _ reason: String, _ summary: inout DeliverySummary
  ) throws(DeliveryError) {
    let before = RefusalsInRow.read(in: lock.directory)
    if let name, before < RefusalsInRow.most {
      try spool.quarantine(name, because: reason)
      try RefusalsInRow.write(before + 1, in: lock.directory)
      summary.refused += 1
      summary.kept -= 1
      onEvent(.refused(report: report.id, reason: reason))
    }
    guard before + 1 < RefusalsInRow.most else {
      throw DeliveryError(
        .unexpectedReply,
        """
        \(courier.centre) refuses one report after the other (\(reason)): the others are kept, tell \
        its administrator; commune-probe deliver --requeue sends the refused ones again.
        """)
    }
  }
}
