import InventoryStore

/// `/administration`: what people decide here, each part for those who may.
struct AdministrationRoutes: Sendable {
  let store: InventoryStore
  let gate: PasswordGate
  let sessions: InventoryStore.SessionLimits
  let decisions: BoundedQueue
  let authority: AuthorityFile?

  func add(to door: PageDoor) {
    AdministrationOverviewRoutes(store: store).add(to: door)
    EnrolmentTokenRoutes(store: store, decisions: decisions, authority: authority).add(to: door)
    HeldBackRoutes(store: store).add(to: door)
    MergeDecisionRoutes(store: store, decisions: decisions).add(to: door)
    UserRoutes(store: store, decisions: decisions).add(to: door)
    ProgramTokenRoutes(store: store, decisions: decisions).add(to: door)
    AuditRoutes(store: store).add(to: door)
    OwnAccountRoutes(store: store, gate: gate, sessions: sessions).add(to: door)
  }
}
