import Foundation
import Hummingbird
import InventoryStore
import Prioritization
import Synchronization

/// `/administration/audit`: who did what, and to what.
struct AuditRoutes: Sendable {
  let store: InventoryStore
  /// Names of items of purchase by id.
  let itemNames: [String: LocalizedText]
  private let watch = AuditVerificationResult()

  init(store: InventoryStore, itemNames: [String: LocalizedText]) {
    (self.store, self.itemNames) = (store, itemNames)
  }

  func add(to router: PageRouter) {
    router.get("/administration/audit", .administer) { call in
      let filter = AuditFilter(
        subject: call.query["subject"], actor: call.query["actor"], action: call.query["action"])
      let before = call.query["before"].flatMap { Int64($0) }
      let records = try await store.audit.entries(
        filter, before: before, limit: PageRange.size + 1)
      let page = AuditPage(
        call: call, filter: filter, records: Array(records.prefix(PageRange.size)),
        isLast: records.count <= PageRange.size, checked: watch.found, itemNames: itemNames,
        provinces: Dictionary(
          try await store.register.provinces(within: call.scope), uniquingKeysWith: { $1 }))
      return call.administration(.administrationAudit, .audit, page.values())
    }
    router.post(
      "/administration/audit/check", .administer, on: .init(AdministrationSection.audit.path)
    ) { call, _ in
      watch.note(try await store.audit.checkChain(), at: call.now)
      return call.done(.chainChecked, at: AdministrationSection.audit.path)
    }
  }
}

/// Result and time of the last verification of the whole audit log.
final class AuditVerificationResult: Sendable {
  private let last = Mutex<(chain: AuditChain, at: Date)?>(nil)

  var found: (chain: AuditChain, at: Date)? { last.withLock { $0 } }

  func note(_ chain: AuditChain, at now: Date) { last.withLock { $0 = (chain, now) } }
}
