import Hummingbird
import Prioritization

extension Centre {
  /// What people and programs read and do, each with its right.
  func addPlannersDoor(
    to router: Router<CentreContext>, _ gate: AgentGate, _ slots: BandwidthSlots,
    isEncrypted: Bool
  ) throws {
    let templates = try PageTemplates()
    let reception = Reception(
      store: store, access: access, sessions: limits.sessions, isEncrypted: isEncrypted, now: now)
    let pages = PageDoor(router: router, reception: reception, templates: templates)
    let programs = ProgramDoor(router: router, reception: reception)
    let desk = PlannersDesk()
    let rankings = RankingSource(store: store, policy: policy, policyDigest: policyDigest)
    let plans = PlanSource(store: store, policy: policy, policyDigest: policyDigest)
    let cache = RankingCache(
      source: rankings, messages: templates.messages, desk: desk, now: now)

    let communes = CommuneSource(store: store, policy: policy, cache: cache, now: now)

    templates.assets.add(to: router)
    RankingRoutes(cache: cache).add(to: programs)
    PlanRoutes(source: plans, desk: desk, now: now).add(to: programs)
    CommuneRoutes(source: communes).add(to: programs)
    OpenAPIRoutes().add(to: router)
    MetricsRoutes(
      store: store, reception: reception, limits: limits, metrics: metrics, gate: gate,
      slots: slots, inventory: InventoryFiguresCache(store: store, limits: policy.reporting),
      now: now
    ).add(to: router)
    MachineRoutes(store: store, now: now).add(to: programs)

    let passwords = PasswordGate(
      store: store, passwords: try PasswordDesk(cost: limits.passwordCost))
    SignInRoutes(store: store, gate: passwords, sessions: limits.sessions, metrics: metrics)
      .add(to: pages)
    RankingPageRoutes(store: store, cache: cache).add(to: pages)
    MapPageRoutes(store: store, cache: cache).add(to: pages)
    PlanPageRoutes(
      store: store, plans: PlanCache(source: plans, desk: desk, now: now), desk: desk
    ).add(to: pages)
    PolicyPageRoutes(store: store, cache: cache, policy: policy, policyDigest: policyDigest)
      .add(to: pages)
    CommunePageRoutes(source: communes, desk: desk).add(to: pages)
    router.add(
      middleware: UnknownAddressPage(
        porter: PagePorter(reception: reception, templates: templates)))
    AdministrationRoutes(store: store, gate: passwords, sessions: limits.sessions).add(to: pages)
    CoveragePageRoutes(store: store, policy: policy, currentAgent: Centre.version).add(to: pages)
    MachinePageRoutes(store: store, desk: desk, limits: policy.reporting).add(to: pages)
  }
}
