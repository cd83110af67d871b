import Synchronization

/// Keys that the door has looked up, so that it need not ask the database for each report.
///
/// What stands here may be out of date: the transaction that files a report looks at the machine's
/// state and at the key's revocation again, so that an old entry costs time, never trust.
final class KeyMemory: Sendable {
  /// More than the machines of the country.
  static let maximum = 200_000

  private struct State {
    var keys: [String: MachineKey] = [:]
    /// By the machine's row number: all its keys count together. A replay must be refused before it
    /// is inflated.
    var sequences: [Int64: Int] = [:]
  }

  private let state = Mutex(State())

  /// A key, with the sequence that its machine has reached since it was looked up.
  subscript(keyId: String) -> MachineKey? {
    get {
      state.withLock { state in
        guard var key = state.keys[keyId] else { return nil }
        key.lastSequence = max(key.lastSequence, state.sequences[key.machine] ?? 0)
        return key
      }
    }
    set {
      state.withLock { state in
        if newValue != nil, state.keys.count >= Self.maximum { state = State() }
        state.keys[keyId] = newValue
      }
    }
  }

  /// Notes that what a machine sent under `sequence` is on file.
  func advance(machine: Int64, to sequence: Int) {
    state.withLock { state in
      if state.sequences.count >= Self.maximum { state.sequences.removeAll() }
      state.sequences[machine] = max(state.sequences[machine] ?? 0, sequence)
    }
  }

  /// Of one machine, whatever became of it.
  func forget(_ keyId: String) { self[keyId] = nil }

  func forgetAll() { state.withLock { $0 = State() } }
}
