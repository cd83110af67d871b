import Foundation
import InventoryStore
import Synchronization

/// Result and time of the last verification of the whole audit log.
final class AuditVerificationResult: Sendable {
  private let last = Mutex<(chain: AuditChain, at: Date)?>(nil)

  var found: (chain: AuditChain, at: Date)? { last.withLock { $0 } }

  func note(_ chain: AuditChain, at now: Date) { last.withLock { $0 = (chain, now) } }
}
