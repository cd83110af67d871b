import Foundation
import InventoryStore
import Synchronization

/// What the last walk through the whole audit log found, and when it was.
final class AuditVerificationResult: Sendable {
  private let last = Mutex<(chain: AuditChain, at: Date)?>(nil)

  var found: (chain: AuditChain, at: Date)? { last.withLock { $0 } }

  func note(_ chain: AuditChain, at now: Date) { last.withLock { $0 = (chain, now) } }
}
