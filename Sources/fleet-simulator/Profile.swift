import Reporting

/// The equipment of a simulated commune.
enum Profile: String, CaseIterable {
  /// Few and old computers, no scanner.
  case lacking
  case ordinary
  /// Enough new computers, and scanners.
  case equipped
  /// Has computers that never report.
  case silent

  /// Chosen by the seed for a commune about which nothing is known.
  init(of commune: CommuneCode, seed: UInt64) {
    var random = SeededGenerator("profile", "\(seed)", commune.description)
    switch Double.random(in: 0..<1, using: &random) {
    case ..<0.06: self = .silent
    case ..<0.18: self = .lacking
    case ..<0.30: self = .equipped
    default: self = .ordinary
    }
  }

  /// Number of computers in a commune, relative to the usual number.
  func machineCount(usual: Int, in commune: CommuneCode, seed: UInt64) -> Int {
    var random = SeededGenerator("count", "\(seed)", commune.description)
    let part: ClosedRange<Double> =
      switch self {
      case .lacking: 0.3...0.6
      case .ordinary, .silent: 0.8...1.1
      case .equipped: 1.0...1.3
      }
    return max(1, Int((Double(usual) * Double.random(in: part, using: &random)).rounded()))
  }
}

/// How far a simulated commune participates.
enum Participation {
  case reporting
  case enrolledOnly
  case neverEnrolled

  init(of commune: CommuneCode, profile: Profile, seed: UInt64) {
    guard profile == .silent else {
      self = .reporting
      return
    }
    var random = SeededGenerator("silence", "\(seed)", commune.description)
    self = random.chance(0.5) ? .neverEnrolled : .enrolledOnly
  }
}
