import Hummingbird
import InventoryStore
import Presentation
import Prioritization
import Reporting

extension Centre {
  /// Adds the routes for people and programs, each with the right that it requires.
  func addPlannerRoutes(
    to router: Router<CentreContext>, _ shared: SharedResources, isEncrypted: Bool,
    forms: FormPages
  ) throws {
    let templates = try PageTemplates(condition: shared.condition, onRender: onRender)
    let authenticator = Authenticator(
      store: store, access: access, sessions: limits.sessions, isEncrypted: isEncrypted, now: now)
    let pages = PageRouter(
      router: router, authenticator: authenticator, templates: templates, forms: forms,
      limits: shared.actions)
    let api = APIRouter(router: router, authenticator: authenticator)
    let documents = PlannerDocuments(
      DocumentSource(store: store, policy: policy, policyDigest: policyDigest),
      messages: templates.messages, queue: shared.queue, now: now)

    templates.assets.add(to: router)
    OpenAPIRoutes().add(to: router)
    MetricsRoutes(
      centre: self, shared: shared, authenticator: authenticator,
      inventory: InventoryFiguresCache(store: store, limits: policy.reporting)
    ).add(to: router)
    addAPIRoutes(to: api, documents, messages: templates.messages, shared)
    SignInRoutes(
      store: store, passwords: shared.passwords, sessions: limits.sessions, metrics: metrics
    ).add(to: pages)
    addDocumentPages(to: pages, documents, shared)
    router.add(
      middleware: UnknownAddressPage(
        responder: PageResponder(authenticator: authenticator, templates: templates)))
    AdministrationRoutes(
      store: store,
      itemNames: Dictionary(
        policy.catalogue.map { ($0.id, $0.label) }, uniquingKeysWith: { first, _ in first }),
      sessions: limits.sessions, authority: authority, agentsURL: agentsURL, shared: shared
    ).add(to: pages)
    CoveragePageRoutes(documents: documents, currentAgent: Release.version).add(to: pages)
    SilentMachineRoutes(documents: documents).add(to: pages)
    try addCheck(
      to: CheckRouter(
        router: router,
        admission: CheckAdmission(
          responder: PageResponder(authenticator: authenticator, templates: templates),
          checks: store.checks),
        forms: forms),
      shared)
    CheckLinkRoutes(checks: store.checks).add(to: pages)
    MachinePageRoutes(store: store, limits: policy.reporting).add(to: pages)
  }

  private func addAPIRoutes(
    to api: APIRouter, _ documents: PlannerDocuments, messages: Messages, _ shared: SharedResources
  ) {
    let queue = documents.queue
    RankingRoutes(cache: documents.rankings, groups: store.groups).add(to: api)
    PlanRoutes(source: documents.source, queue: queue, now: now).add(to: api)
    ForecastRoutes(cache: documents.forecasts, queue: queue, messages: messages).add(to: api)
    CommuneRoutes(source: documents.communes).add(to: api)
    CompareRoutes(source: documents.communes).add(to: api)
    MachineRoutes(store: store, now: now).add(to: api)
    ProgrammeRoutes(
      store: store, cache: documents.programmes, queue: queue, tables: shared.actions.tables,
      now: now
    ).add(to: api)
  }

  private func addDocumentPages(
    to pages: PageRouter, _ documents: PlannerDocuments, _ shared: SharedResources
  ) {
    OverviewRoutes(
      documents: documents,
      history: OverviewHistory(store: store, policy: policy, queue: documents.queue)
    ).add(to: pages)
    RankingPageRoutes(documents: documents).add(to: pages)
    MapPageRoutes(documents: documents).add(to: pages)
    PlanPageRoutes(documents: documents).add(to: pages)
    ForecastPageRoutes(documents: documents).add(to: pages)
    PolicyPageRoutes(documents: documents).add(to: pages)
    CommunePageRoutes(documents: documents, limits: shared.actions).add(to: pages)
    ProgrammePageRoutes(documents: documents).add(to: pages)
    ComparePageRoutes(source: documents.communes).add(to: pages)
  }

  private func addCheck(to router: CheckRouter, _ shared: SharedResources) throws {
    CheckRoutes(
      store: store, policy: policy, services: limits.checkServices, line: shared.checkLine,
      scans: shared.checkScans, limits: shared.checkLimits
    ).add(to: router)
  }
}
