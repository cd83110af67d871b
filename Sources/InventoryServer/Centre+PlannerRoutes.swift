import Hummingbird
import InventoryStore
import Prioritization
import Reporting

extension Centre {
  /// The routes of people and programs, each with its right.
  func addPlannerRoutes(
    to router: Router<CentreContext>, _ shared: SharedResources, isEncrypted: Bool
  ) throws {
    let templates = try PageTemplates(condition: shared.condition, onRender: onRender)
    let authenticator = Authenticator(
      store: store, access: access, sessions: limits.sessions, isEncrypted: isEncrypted, now: now)
    let pages = PageRouter(router: router, authenticator: authenticator, templates: templates)
    let programs = ProgramRouter(router: router, authenticator: authenticator)
    let queue = shared.queue
    let source = DocumentSource(store: store, policy: policy, policyDigest: policyDigest)
    let cache = RankingCache(
      source: source, messages: templates.messages, queue: queue, now: now)

    let programmes = ProgrammeCache(source: ProgrammeSource(store: store))
    let communes = CommuneSource(store: store, policy: policy, cache: cache, now: now)

    templates.assets.add(to: router)
    RankingRoutes(cache: cache, groups: store.groups).add(to: programs)
    PlanRoutes(source: source, queue: queue, now: now).add(to: programs)
    let forecasts = ForecastCache(source: source, queue: queue, now: now)
    ForecastRoutes(cache: forecasts, queue: queue, messages: templates.messages).add(to: programs)
    CommuneRoutes(source: communes).add(to: programs)
    CompareRoutes(source: communes).add(to: programs)
    OpenAPIRoutes().add(to: router)
    MetricsRoutes(
      store: store, authenticator: authenticator, limits: limits, metrics: metrics,
      requests: shared.agents.requests,
      slots: shared.agents.slots,
      inventory: InventoryFiguresCache(store: store, limits: policy.reporting),
      condition: shared.condition,
      now: now
    ).add(to: router)
    MachineRoutes(store: store, now: now).add(to: programs)

    let passwords = shared.passwords
    SignInRoutes(store: store, passwords: passwords, sessions: limits.sessions, metrics: metrics)
      .add(to: pages)
    OverviewRoutes(
      store: store, policy: policy, cache: cache,
      history: OverviewHistory(store: store, policy: policy, queue: queue), programmes: programmes
    ).add(to: pages)
    RankingPageRoutes(store: store, cache: cache, queue: queue).add(to: pages)
    MapPageRoutes(store: store, cache: cache).add(to: pages)
    PlanPageRoutes(
      store: store, plans: PlanCache(source: source, queue: queue, now: now), queue: queue
    ).add(to: pages)
    ForecastPageRoutes(store: store, cache: forecasts, queue: queue).add(to: pages)
    PolicyPageRoutes(
      store: store, cache: cache, queue: queue, policy: policy, policyDigest: policyDigest
    ).add(to: pages)
    CommunePageRoutes(source: communes, queue: queue, programmes: programmes).add(to: pages)
    ProgrammePageRoutes(store: store, cache: programmes, queue: queue).add(to: pages)
    ProgrammeRoutes(store: store, cache: programmes, now: now).add(to: programs)
    ComparePageRoutes(source: communes).add(to: pages)
    router.add(
      middleware: UnknownAddressPage(
        responder: PageResponder(authenticator: authenticator, templates: templates)))
    AdministrationRoutes(
      store: store, passwords: passwords, sessions: limits.sessions,
      queue: queue, authority: authority, previews: shared.previews
    ).add(to: pages)
    CoveragePageRoutes(
      store: store, policy: policy, currentAgent: Release.version, queue: queue
    ).add(to: pages)
    SilentMachineRoutes(store: store, limits: policy.reporting, queue: queue).add(to: pages)
    try addCheck(
      to: CheckRouter(
        router: router,
        admission: CheckAdmission(
          responder: PageResponder(authenticator: authenticator, templates: templates),
          checks: store.checks)),
      shared)
    CheckLinkRoutes(checks: store.checks).add(to: pages)
    MachinePageRoutes(store: store, limits: policy.reporting).add(to: pages)
  }

  private func addCheck(to router: CheckRouter, _ shared: SharedResources) throws {
    CheckRoutes(
      store: store, policy: policy, services: limits.checkServices, line: shared.checkLine,
      scans: shared.checkScans, limits: shared.checkLimits
    ).add(to: router)
  }
}
