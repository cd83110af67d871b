import FoundationEssentials
import Reporting

/// Everything that a machine settles with its centre in one run: re-enrolment if this is no longer
/// the computer that was enrolled, delivery of the spool, a new key once a year.
public struct CentreSession {
  let lock: StateLock
  let spool: Spool
  let centre: CentreAddress
  let transport: any Transport
  let agentVersion: String
  let clock: AgentClock
  let onEvent: (DeliveryEvent) -> Void

  public init(
    _ lock: StateLock, spool: Spool, centre: CentreAddress, transport: any Transport,
    agentVersion: String, clock: AgentClock = .system,
    onEvent: @escaping (DeliveryEvent) -> Void = { _ in }
  ) {
    (self.lock, self.spool, self.centre, self.transport) = (lock, spool, centre, transport)
    (self.agentVersion, self.clock, self.onEvent) = (agentVersion, clock, onEvent)
  }

  /// - Parameters:
  ///   - evidence: hashes of this hardware's identifiers, by kind.
  ///   - ignoringWait: true if a person asked, who need not wait.
  ///   - unspooled: a report that the disk had no room for, which is sent anyway.
  /// - Throws: ``DeliveryError`` with code `waiting` if the centre is to be left alone, or whatever
  ///   prevents the run from starting. What stops it later is in the summary.
  public func run(
    evidence: [String: String], ignoringWait: Bool = false, unspooled: SpooledReport? = nil
  ) throws(DeliveryError) -> DeliverySummary {
    if !ignoringWait, let wait = DeliveryWait.read(in: lock.directory) {
      let seconds = wait.remainingSeconds(clock)
      if seconds > 0 { throw Self.waiting(seconds, wait) }
    }
    var membership = try Membership.read(lock)
    if Reenrolment.isNeeded(for: membership.identity, evidence: evidence) {
      do throws(DeliveryError) {
        try reenrol(membership, evidence)
      } catch {
        return try stopped(by: error)
      }
      membership = try Membership.read(lock)
    } else {
      try Reenrolment.note(evidence, of: membership.identity, lock)
    }

    let rotation = KeyRotation(lock, at: centre, clock: clock)
    let deadline = DeliveryDeadline()
    var summary = deliver(as: membership.signing, unspooled, deadline)
    if summary.stopped?.code == .notAllowed,
      let unanswered = try rotation.unansweredIdentity(membership)
    {
      let refusal = DeliveryWait.read(in: lock.directory)
      let second = deliver(as: unanswered, unspooled, deadline)
      if second.stopped?.code != .notAllowed, second.stopped == nil || second.heard {
        try rotation.adopt(unanswered)
        onEvent(.rotated(keyId: unanswered.keyId))
        summary = second
      } else {
        // Neither key was accepted: the refusal of the old one stands.
        try refusal?.write(in: lock.directory)
      }
    }
    if summary.stopped == nil { rotate(rotation) }
    return summary
  }

  private func deliver(
    as identity: SigningIdentity, _ unspooled: SpooledReport?, _ deadline: DeliveryDeadline
  ) -> DeliverySummary {
    DeliveryRun(
      lock, spool: spool,
      courier: Courier(
        transport: transport, centre: centre, identity: identity, clock: clock,
        deadline: deadline),
      onEvent: onEvent
    ).run(and: unspooled)
  }

  private func reenrol(
    _ membership: Membership, _ evidence: [String: String]
  ) throws(DeliveryError) {
    let reply = try Reenrolment(lock, at: centre, agentVersion: agentVersion, clock: clock)
      .enroll(membership, evidence: evidence, over: transport)
    onEvent(.reenrolled(machine: reply.machine))
  }

  private func stopped(by error: DeliveryError) throws(DeliveryError) -> DeliverySummary {
    var summary = DeliverySummary()
    summary.stopped = error
    summary.kept = try spool.files().count
    let wait = DeliveryWait(
      after: error, retryAfterSeconds: nil, earlier: DeliveryWait.read(in: lock.directory),
      clock: clock)
    summary.waitSeconds = wait?.seconds
    try wait?.write(in: lock.directory)
    return summary
  }

  /// Rotates the key if that is due. A failure is only logged: the present key stays in use, and
  /// the next run tries again.
  private func rotate(_ rotation: KeyRotation) {
    do throws(DeliveryError) {
      let membership = try Membership.read(lock)
      if let keyId = try rotation.rotateIfDue(membership, over: transport) {
        onEvent(.rotated(keyId: keyId))
      }
    } catch {
      onEvent(.rotationFailed(reason: error.message))
    }
  }

  private static func waiting(_ seconds: Double, _ wait: DeliveryWait) -> DeliveryError {
    DeliveryError(
      .waiting,
      "Not due yet: waiting another \(PlainSpan.of(seconds)) "
        + "(--now tries at once). \(wait.reason)")
  }
}

/// Formats a length of time for people.
public enum PlainSpan {
  /// `45 seconds`, `12 minutes`, `3 hours 5 minutes`.
  public static func of(_ seconds: Double) -> String {
    func count(_ number: Int, _ unit: String) -> String {
      "\(number) \(unit)\(number == 1 ? "" : "s")"
    }
    let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
    if whole < 120 { return count(whole, "second") }
    let minutes = (whole + 59) / 60
    if minutes < 120 { return count(minutes, "minute") }
    let rest = minutes % 60
    return count(minutes / 60, "hour") + (rest == 0 ? "" : " " + count(rest, "minute"))
  }
}
