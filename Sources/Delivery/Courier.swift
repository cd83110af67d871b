import FoundationEssentials
import Reporting

/// Carries reports of one machine to its centre, one at a time.
public struct Courier {
  /// How often one report is sent anew because the centre counts further on than we do. Once is
  /// usual; more means that another machine sends under our key.
  static let maximumRenumberings = 3

  let transport: any Transport
  let centre: CentreAddress
  let identity: SigningIdentity
  let clock: AgentClock

  public init(
    transport: any Transport, centre: CentreAddress, identity: SigningIdentity,
    clock: AgentClock = .system
  ) {
    self.transport = transport
    self.centre = centre
    self.identity = identity
    self.clock = clock
  }

  /// Sends `report` once under `sequence`, which must be on disk as used already.
  public func send(
    _ report: SpooledReport, sequence: Int
  ) throws(DeliveryError) -> ReportVerdict {
    let request = try AgentRequest.report(
      report, sequence: sequence, by: identity, to: centre, clock: clock)
    let reply = try transport.send(request)
    return ReportVerdict(reply, id: report.id, sequence: sequence, from: centre)
  }

  /// Sends `report` under the next numbers of `sequence` until the centre decides.
  ///
  /// - Returns: any verdict but `renumber`.
  func send(
    _ report: SpooledReport, numberedBy sequence: SequenceCounter,
    onRenumbering: (Int) -> Void
  ) throws(DeliveryError) -> ReportVerdict {
    for _ in 0...Self.maximumRenumberings {
      let verdict = try send(report, sequence: try sequence.take())
      guard case .renumber(let next) = verdict else { return verdict }
      try sequence.set(next)
      onRenumbering(next)
    }
    return .keep(
      DeliveryError(
        .busy,
        """
        \(centre) has raised this machine's sequence \(Self.maximumRenumberings + 1) times in a \
        row: if this machine's disk was copied to another, enrol one of them anew.
        """), retryAfterSeconds: nil)
  }
}
