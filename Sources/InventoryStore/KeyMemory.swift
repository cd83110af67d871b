import Synchronization

/// Keys that the door has looked up, so that it need not ask the database for each report.
///
/// What stands here may be out of date: the transaction that files a report looks at the machine's
/// state and at the key's revocation again, so that an old entry costs time, never trust.
final class KeyMemory: Sendable {
  /// More than the machines of the country.
  static let maximum = 200_000

  private let keys = Mutex<[String: MachineKey]>([:])

  subscript(keyId: String) -> MachineKey? {
    get { keys.withLock { $0[keyId] } }
    set {
      keys.withLock { keys in
        if newValue != nil, keys.count >= Self.maximum { keys.removeAll() }
        keys[keyId] = newValue
      }
    }
  }

  /// Of one machine, whatever became of it.
  func forget(_ keyId: String) { self[keyId] = nil }

  func forgetAll() { keys.withLock { $0.removeAll() } }
}
