import Synchronization

/// Caches keys, so that not every report needs a query.
///
/// An entry may be outdated: the transaction that files a report checks the machine's state and the
/// key's revocation again, so an outdated entry costs time, not security.
final class KeyCache: Sendable {
  /// Maximum number of keys: more than the country has machines.
  static let maximum = 200_000

  private struct State {
    var keys: [String: MachineKey] = [:]
    /// The last sequence number by machine, whose keys share one sequence. Lets a replay be refused
    /// before it is decompressed.
    var sequences: [Int64: Int] = [:]
  }

  private let state = Mutex(State())

  /// A key, with the last sequence number that its machine has reached since it was looked up.
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

  /// Records that a machine's report under `sequence` is on file.
  func advance(machine: Int64, to sequence: Int) {
    state.withLock { state in
      if state.sequences.count >= Self.maximum { state.sequences.removeAll() }
      state.sequences[machine] = max(state.sequences[machine] ?? 0, sequence)
    }
  }

  func forgetAll() { state.withLock { $0 = State() } }
}
