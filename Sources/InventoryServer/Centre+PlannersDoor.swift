import Hummingbird
import Prioritization
import Reporting

extension Centre {
  /// What people and programs read and do, each with its right.
  func addPlannersDoor(
    to router: Router<CentreContext>, _ shared: SharedParts, isEncrypted: Bool
  ) throws {
    let templates = try PageTemplates()
    let reception = Reception(
      store: store, access: access, sessions: limits.sessions, isEncrypted: isEncrypted, now: now)
    let pages = PageDoor(router: router, reception: reception, templates: templates)
    let programs = ProgramDoor(router: router, reception: reception)
    let queue = BoundedQueue(
      .init(capacity: 32, perOwner: 8, niceness: 10),
      complaint: "Too many plans, workbooks and histories are being made")
    // Decisions wait for the one writer of the database, never behind plans.
    let decisions = BoundedQueue(
      .init(capacity: 64, perOwner: 16, niceness: 0), complaint: "Too many decisions are waiting")
    let rankings = RankingSource(store: store, policy: policy, policyDigest: policyDigest)
    let plans = PlanSource(store: store, policy: policy, policyDigest: policyDigest)
    let cache = RankingCache(
      source: rankings, messages: templates.messages, queue: queue, now: now)

    let communes = CommuneSource(store: store, policy: policy, cache: cache, now: now)

    templates.assets.add(to: router)
    RankingRoutes(cache: cache).add(to: programs)
    PlanRoutes(source: plans, queue: queue, now: now).add(to: programs)
    CommuneRoutes(source: communes).add(to: programs)
    OpenAPIRoutes().add(to: router)
    MetricsRoutes(
      store: store, reception: reception, limits: limits, metrics: metrics,
      gate: shared.agents.gate,
      slots: shared.agents.slots,
      inventory: InventoryFiguresCache(store: store, limits: policy.reporting),
      now: now
    ).add(to: router)
    MachineRoutes(store: store, now: now).add(to: programs)

    let passwords = PasswordGate(
      store: store, passwords: try PasswordHasher(cost: limits.passwordCost))
    SignInRoutes(store: store, gate: passwords, sessions: limits.sessions, metrics: metrics)
      .add(to: pages)
    RankingPageRoutes(store: store, cache: cache).add(to: pages)
    MapPageRoutes(store: store, cache: cache).add(to: pages)
    PlanPageRoutes(
      store: store, plans: PlanCache(source: plans, queue: queue, now: now), queue: queue
    ).add(to: pages)
    PolicyPageRoutes(
      store: store, cache: cache, queue: queue, policy: policy, policyDigest: policyDigest
    ).add(to: pages)
    CommunePageRoutes(source: communes, queue: queue).add(to: pages)
    router.add(
      middleware: UnknownAddressPage(
        porter: PagePorter(reception: reception, templates: templates)))
    AdministrationRoutes(
      store: store, gate: passwords, sessions: limits.sessions, decisions: decisions,
      authority: authority
    ).add(to: pages)
    CoveragePageRoutes(store: store, policy: policy, currentAgent: Release.version).add(to: pages)
    MachinePageRoutes(store: store, decisions: decisions, limits: policy.reporting).add(to: pages)
  }
}
