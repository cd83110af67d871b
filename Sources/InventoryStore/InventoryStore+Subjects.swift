/// The subjects of the inventory, each a small type over the same store:
/// `store.machines.approve(…)`, `store.tokens.create(…)`.
extension InventoryStore {
  /// The audit log as people read it.
  public var audit: Audit { Audit(store: self) }
  /// Results of the checks that communes make in a browser.
  public var checks: Checks { Checks(store: self) }
  /// Single communes: their details, history and officers' attestations.
  public var communes: Communes { Communes(store: self) }
  /// Who reports and who does not.
  public var coverage: Coverage { Coverage(store: self) }
  /// Enrolment of machines.
  public var enrolments: Enrolments { Enrolments(store: self) }
  /// Computers, rights and certificates: the inputs of forecasts.
  public var fleet: Fleet { Fleet(store: self) }
  /// Groups of communes: old districts, regions, a user's own lists.
  public var groups: Groups { Groups(store: self) }
  /// Facts that machines have reported, now and in the past.
  public var history: History { History(store: self) }
  /// The keys with which machines sign.
  public var keys: Keys { Keys(store: self) }
  /// Letters to users: settings, contents and the queue.
  public var letters: Letters { Letters(store: self) }
  /// The enrolled machines, and what officers decide about them.
  public var machines: Machines { Machines(store: self) }
  /// The users who may sign in; every change is in the audit log.
  public var people: People { People(store: self) }
  /// Saved purchase plans. A user sees the plans whose whole area lies in the user's scope.
  public var plans: Plans { Plans(store: self) }
  /// Adopted plans, the purchases made under them, and the evidence of these in reports.
  public var programmes: Programmes { Programmes(store: self) }
  /// Tokens with which programs read on behalf of a user.
  public var apiTokens: APITokens { APITokens(store: self) }
  /// The register of communes.
  public var register: Register { Register(store: self) }
  /// Machines' reports, from the network and from USB sticks.
  public var reports: Reports { Reports(store: self) }
  /// Sign-in and sessions; of a session's secret only the digest is stored.
  public var sessions: Sessions { Sessions(store: self) }
  /// The inputs of rankings, present and past.
  public var situations: Situations { Situations(store: self) }
  /// Inventories of other projects' agents.
  public var thirdPartyReports: ThirdPartyReports { ThirdPartyReports(store: self) }
  /// Enrolment tokens.
  public var tokens: Tokens { Tokens(store: self) }
  /// Operation of the file: its clock, its writes, its backup.
  public var upkeep: Upkeep { Upkeep(store: self) }

  public struct Audit: Sendable { let store: InventoryStore }
  public struct Checks: Sendable { let store: InventoryStore }
  public struct Communes: Sendable { let store: InventoryStore }
  public struct Coverage: Sendable { let store: InventoryStore }
  public struct Enrolments: Sendable { let store: InventoryStore }
  public struct Fleet: Sendable { let store: InventoryStore }
  public struct Groups: Sendable { let store: InventoryStore }
  public struct History: Sendable { let store: InventoryStore }
  public struct Keys: Sendable { let store: InventoryStore }
  public struct Letters: Sendable { let store: InventoryStore }
  public struct Machines: Sendable { let store: InventoryStore }
  public struct People: Sendable { let store: InventoryStore }
  public struct Plans: Sendable { let store: InventoryStore }
  public struct Programmes: Sendable { let store: InventoryStore }
  public struct APITokens: Sendable { let store: InventoryStore }
  public struct Register: Sendable { let store: InventoryStore }
  public struct Reports: Sendable { let store: InventoryStore }
  public struct Sessions: Sendable { let store: InventoryStore }
  public struct Situations: Sendable { let store: InventoryStore }
  public struct ThirdPartyReports: Sendable { let store: InventoryStore }
  public struct Tokens: Sendable { let store: InventoryStore }
  public struct Upkeep: Sendable { let store: InventoryStore }
}
