import FoundationEssentials
import Reporting

extension Spool {
  /// How old the youngest report is that waits, in seconds; nil where there is none or where it is
  /// of an earlier boot.
  public func youngestAgeSeconds(_ clock: AgentClock = .system) -> Double? {
    guard let name = try? files().last, let report = try? read(name),
      let agent = (try? ReportText(report.body))?["agent"],
      let made = try? JSONDecoder().decode(AgentFacts.self, from: agent).clock,
      let boot = clock.boot(), boot.bootId == made.bootId, boot.seconds >= made.bootSeconds
    else { return nil }
    return boot.seconds - made.bootSeconds
  }
}
