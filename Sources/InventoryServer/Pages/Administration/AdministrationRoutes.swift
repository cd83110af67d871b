import InventoryStore

/// `/administration`: what people decide here, each part for those who may.
struct AdministrationRoutes: Sendable {
  let store: InventoryStore
  let gate: PasswordGate
  let sessions: InventoryStore.SessionLimits

  func add(to door: PageDoor) {
    // Acts wait for the one writer of the database: not on a thread that answers others.
    let acts = PlannersDesk()
    AdministrationOverviewRoutes(store: store).add(to: door)
    EnrolmentTokenRoutes(store: store, acts: acts).add(to: door)
    HeldBackRoutes(store: store).add(to: door)
    MergeDecisionRoutes(store: store, acts: acts).add(to: door)
    UserRoutes(store: store, acts: acts).add(to: door)
    ProgramTokenRoutes(store: store, acts: acts).add(to: door)
    AuditRoutes(store: store).add(to: door)
    OwnAccountRoutes(store: store, gate: gate, sessions: sessions).add(to: door)
  }
}
