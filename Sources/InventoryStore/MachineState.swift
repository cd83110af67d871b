public import GRDB

/// Whether a machine may report.
public enum MachineState: String, Codable, CaseIterable, Sendable, DatabaseValueConvertible {
  case active
  /// Its reports are refused until an officer approves it.
  case quarantined
  /// Permanently out of the inventory; its history is kept.
  case retired
}
