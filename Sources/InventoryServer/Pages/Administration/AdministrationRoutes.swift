import InventoryStore

/// `/administration`: what people decide here, each part for those who may.
struct AdministrationRoutes: Sendable {
  let store: InventoryStore
  let passwords: PasswordVerifier
  let sessions: InventoryStore.SessionLimits
  let decisions: BoundedQueue
  let queue: BoundedQueue
  let authority: AuthorityFile?

  func add(to router: PageRouter) {
    AdministrationOverviewRoutes(store: store).add(to: router)
    EnrolmentTokenRoutes(
      store: store, decisions: decisions, queue: queue, authority: authority
    ).add(to: router)
    HeldBackRoutes(store: store, queue: queue).add(to: router)
    MergeDecisionRoutes(store: store, decisions: decisions).add(to: router)
    UserRoutes(store: store, decisions: decisions).add(to: router)
    ProgramTokenRoutes(store: store, decisions: decisions).add(to: router)
    AuditRoutes(store: store).add(to: router)
    OwnAccountRoutes(store: store, passwords: passwords, sessions: sessions).add(to: router)
  }
}
