import Reporting
import Synchronization

/// The state of the checks during one run: every attempt is recorded on disk before it is made.
final class AccountLedger: Sendable {
  private let storage: any AccountStorage
  private let memory: Mutex<AccountMemory>

  /// - Throws: ``AccountStorageError``; then no login may be tried.
  init(_ storage: any AccountStorage) throws(AccountStorageError) {
    try storage.begin()
    self.storage = storage
    if let bytes = try storage.read() {
      memory = Mutex(try AccountMemory(bytes))
    } else {
      var random = SystemRandomNumberGenerator()
      memory = Mutex(AccountMemory(random: &random))
    }
  }

  func fingerprint(_ definition: AccountDefinition, _ credentials: Credentials) -> String {
    memory.withLock { $0 }.fingerprint(definition, credentials)
  }

  func decision(
    _ service: String, fingerprint: String, now: ClockReading
  ) -> AccountMemory.Decision {
    memory.withLock { $0.decision(service, fingerprint: fingerprint, now: now) }
  }

  /// When the service was last tried, so that those that have waited longest come first.
  func lastTry(_ service: String) -> String {
    memory.withLock { $0.services[service]?.clock.wall } ?? ""
  }

  /// Records that the service is being tried.
  func begin(
    _ service: String, fingerprint: String, now: ClockReading
  ) throws(AccountStorageError) {
    try change { memory in
      memory.makeRoom(for: service)
      let before = memory.services[service].flatMap { $0.fingerprint == fingerprint ? $0 : nil }
      // An attempt that did not finish may have been a refusal: it counts as an unclear answer.
      let unclear = (before?.unclear ?? 0) + (before.map { $0.finding == nil ? 1 : 0 } ?? 0)
      memory.services[service] = .init(
        fingerprint: fingerprint, clock: now, unclear: unclear > 0 ? unclear : nil)
    }
  }

  /// Records the result. If that fails, what ``begin`` wrote prevents a second attempt.
  func end(_ service: String, _ finding: AccountFinding) {
    try? change { memory in
      let before = memory.services[service]?.unclear ?? 0
      memory.services[service]?.finding = finding
      memory.services[service]?.unclear = finding.isUnclear == true ? before + 1 : nil
    }
  }

  private func change(
    _ body: (inout AccountMemory) -> Void
  ) throws(AccountStorageError) {
    try memory.withLock { (memory) throws(AccountStorageError) in
      var changed = memory
      body(&changed)
      guard let bytes = try? CanonicalJSON.encode(changed) else { throw .notWritable }
      try storage.write([UInt8](bytes))
      memory = changed
    }
  }
}
