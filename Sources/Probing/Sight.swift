/// What a probe can see on this machine of one thing, for `commune-probe doctor`.
public struct Sight: Sendable, Equatable {
  public enum State: String, Sendable { case full, partly, none }

  /// The probe's name, `hardware`.
  public let probe: String
  /// What is looked at, `memory modules`.
  public let what: String
  public let state: State
  /// What is seen or why it is not, in one line.
  public let detail: String
  /// What would have to be done to see more; nil where nothing is to be done.
  public let remedy: String?

  public init(probe: String, what: String, state: State, detail: String, remedy: String? = nil) {
    self.probe = probe
    self.what = what
    self.state = state
    self.detail = detail
    self.remedy = remedy
  }
}
