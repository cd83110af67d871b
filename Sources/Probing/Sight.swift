/// How well a probe sees one thing on this machine, for `doctor`.
public struct Sight: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    case full, partly, none
  }

  /// The probe's name.
  public let probe: String
  /// What is looked at, in a word or two.
  public let what: String
  public let state: State
  /// What there is, in one line.
  public let detail: String
  /// What a person can do to see more; nil where there is nothing to do.
  public let remedy: String?

  public init(probe: String, what: String, state: State, detail: String, remedy: String? = nil) {
    self.probe = probe
    self.what = what
    self.state = state
    self.detail = detail
    self.remedy = remedy
  }
}
