import FoundationEssentials
import Reporting

/// Delivers the reports of one machine to its centre, one at a time.
public struct Courier {
  /// How often one report is sent again because the centre expects a higher sequence number. Once
  /// is normal; more means that another machine sends under our key.
  static let maximumRenumberings = 3
  /// How often one report is completed with sections that the centre requests, before it is sent
  /// whole.
  static let maximumCompletions = 2

  let transport: any Transport
  let centre: CentreAddress
  let identity: SigningIdentity
  let clock: AgentClock
  let deadline: DeliveryDeadline

  public init(
    transport: any Transport, centre: CentreAddress, identity: SigningIdentity,
    clock: AgentClock = .system, deadline: DeliveryDeadline = DeliveryDeadline()
  ) {
    (self.deadline, self.transport, self.centre) = (deadline, transport, centre)
    (self.identity, self.clock) = (identity, clock)
  }

  /// Sends `report` once under `sequence`, which must already be recorded on disk as used.
  ///
  /// - Parameter held: digests of this machine's sections that the centre holds; a section that
  ///   matches its digest is not sent again.
  public func send(
    _ report: SpooledReport, sequence: Int, held: [String: String] = [:]
  ) throws(DeliveryError) -> ReportVerdict {
    try deadline.check(centre)
    let delta = DeltaReport(of: report.body, held: held)
    let request = try AgentRequest.report(
      report, body: delta.body, sequence: sequence, by: identity, to: centre, clock: clock)
    let reply = try transport.send(request)
    let verdict = ReportVerdict(reply, id: report.id, sequence: sequence, from: centre)
    switch verdict {
    // A centre that does not know digests, or misreads them, gets the report in full.
    case .refused where !delta.unchanged.isEmpty: return .complete(Array(delta.unchanged))
    case .complete where delta.unchanged.isEmpty: break
    // Only what was left out can be requested; an empty list means everything.
    case .complete(let names): return .complete(names.filter(delta.unchanged.contains))
    default: return verdict
    }
    return .keep(
      DeliveryError(
        .unexpectedReply,
        "\(centre) requests sections of a report that was sent in full: contact the administrator."),
      retryAfterSeconds: nil)
  }

  /// Sends `report` under the next sequence numbers until the centre decides.
  ///
  /// - Parameter held: as above; sections that the centre turns out not to hold are removed.
  /// - Returns: any verdict except `renumber` and `complete`.
  func send(
    _ report: SpooledReport, numberedBy sequence: SequenceCounter, held: inout [String: String],
    onEvent: (DeliveryEvent) -> Void
  ) throws(DeliveryError) -> ReportVerdict {
    var renumberings = 0
    var completions = 0
    while renumberings <= Self.maximumRenumberings {
      let verdict = try send(report, sequence: try sequence.take(), held: held)
      switch verdict {
      case .renumber(let next):
        renumberings += 1
        try sequence.set(next)
        onEvent(.renumbered(report: report.id, next: next))
      case .complete(let names):
        completions += 1
        let isWhole = names.isEmpty || completions > Self.maximumCompletions
        if isWhole { held = [:] }
        for name in names { held[name] = nil }
        onEvent(.completed(report: report.id, sections: isWhole ? [] : names))
      default: return verdict
      }
    }
    return .keep(
      DeliveryError(
        .busy,
        """
        \(centre) has raised this computer's sequence number \(Self.maximumRenumberings + 1) times in a \
        row: if this computer's disk was copied to another, re-enrol one of them.
        """), retryAfterSeconds: nil)
  }
}
