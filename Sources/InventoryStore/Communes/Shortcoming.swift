public import SystemLifecycles

/// A reason why a computer does not count as adequate under the policy.
public enum Shortcoming: Sendable, Equatable {
  /// Less memory, or fewer hardware threads, than the policy requires.
  case memory, threads
  /// Only rotating disks.
  case disk
  /// Its firmware is older than the policy allows.
  case age
  /// The operating system gets no security updates, or possibly none; with the reasons and whether
  /// the computer can run one that does.
  case system([SystemOutlook.Reason])

  /// A stable name for programs.
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
