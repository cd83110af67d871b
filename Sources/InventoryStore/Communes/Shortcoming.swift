public import SystemLifecycles

/// What keeps a computer from counting as adequate by the policy.
public enum Shortcoming: Sendable, Equatable {
  /// Less memory, or fewer hardware threads, than the policy asks for.
  case memory, threads
  /// A rotating disk only.
  case disk
  /// Its firmware is older than the policy allows.
  case age
  /// The operating system gets no security updates, or that is in doubt; why, and whether the computer
  /// can take one that does.
  case system([SystemOutlook.Reason])

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .memory: "memory"
    case .threads: "threads"
    case .disk: "disk"
    case .age: "age"
    case .system: "system"
    }
  }
}
