/// What a probe can detect on this machine, for `commune-probe doctor`.
public struct Capability: Sendable, Equatable, Codable {
  public enum State: String, Sendable, Codable { case full, partly, none }

  /// The probe's name, `hardware`.
  public let probe: String
  /// The subject, such as `memory modules`.
  public let what: String
  public let state: State
  /// What was detected, or why nothing was, in one line.
  public let detail: String
  /// How to detect more; nil if nothing needs to be done.
  public var remedy: String?
}
