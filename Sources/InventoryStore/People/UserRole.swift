/// What a user is for.
public enum UserRole: String, Sendable, CaseIterable, Codable {
  /// Reads rankings and plans.
  case planner
  /// Besides, decides who may report: tokens, machines held back, attestations.
  case officer
  /// Besides, decides who may sign in, and reads the audit log.
  case administrator

  public func allows(_ right: Right) -> Bool {
    switch right {
    case .read, .own: true
    case .manage: self != .planner
    case .administer: self == .administrator
    }
  }
}

/// What an act asks of whoever wants to do it.
public enum Right: String, Sendable, CaseIterable {
  case read
  /// To one's own password, sessions and programs: whoever signed in.
  case own
  case manage, administer
}
