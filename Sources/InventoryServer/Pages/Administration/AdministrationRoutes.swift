import Foundation
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/administration`: actions by people, each section for users with the right to it.
struct AdministrationRoutes: Sendable {
  let store: InventoryStore
  /// Names of items of purchase by id.
  let itemNames: [String: LocalizedText]
  let sessions: SessionLimits
  let authority: AuthorityFile?
  let agentsURL: String?
  let shared: SharedResources

  func add(to router: PageRouter) {
    AdministrationOverviewRoutes(store: store).add(to: router)
    EnrolmentTokenRoutes(
      store: store, queue: shared.queue, authority: authority, agentsURL: agentsURL
    ).add(to: router)
    QuarantineRoutes(store: store, queue: shared.queue).add(to: router)
    MergeDecisionRoutes(store: store).add(to: router)
    RegisterRoutes(store: store, queue: shared.queue, previews: shared.previews).add(to: router)
    GroupRoutes(store: store, queue: shared.queue).add(to: router)
    UserRoutes(store: store).add(to: router)
    APITokenRoutes(store: store).add(to: router)
    AuditRoutes(store: store, itemNames: itemNames).add(to: router)
    OwnAccountRoutes(store: store, passwords: shared.passwords, sessions: sessions)
      .add(to: router)
  }
}

/// `/administration`: tasks for the signed-in user, and the state of the system's clock.
struct AdministrationOverviewRoutes: Sendable {
  let store: InventoryStore

  func add(to router: PageRouter) {
    router.get("/administration", .own) { call in
      var counts: [AdministrationSection: Int] = [:]
      let scope = call.scope
      if call.principal?.may(.manage) == true {
        counts[.machines] =
          try await store.machines.quarantinedCount(within: scope)
          + store.machines.mergeProposals(within: scope).count
          + (scope.isMoreThanACommune
            ? store.machines.retirementRequests(within: scope).count : 0)
        counts[.tokens] = try await store.tokens.counts(within: scope, now: call.now).valid
      }
      if call.principal?.may(.administer) == true {
        counts[.users] = try await store.people.list().count
      }
      let cards = AdministrationSection.allCases.filter {
        $0 != .overview && call.principal?.may($0.right) == true
      }.map { part -> PageValues in
        var card: PageValues = [
          "address": part.path, "label": call.text("administration.\(part.rawValue)"),
          "meaning": call.text("administration.\(part.rawValue)Meaning"),
        ]
        if let count = counts[part] {
          card["count"] = call.text(
            "administration.\(part.rawValue)Count", ["count": call.people.number(count)])
          card["isUrgent"] = part == .machines && count > 0
        }
        return card
      }
      var values: PageValues = ["cards": cards]
      if call.principal?.may(.administer) == true { values["clock"] = clock(call) }
      return call.administration(.administration, .overview, values)
    }
    router.post(
      "/administration/clock/confirm", .administer,
      on: .init(AdministrationSection.overview.path)
    ) { call, form in
      try call.requireConfirmation(form)
      if let clock = call.templates.condition.clock {
        try await store.upkeep.confirm(clock, by: call.person().actor)
      }
      return call.done(.clockConfirmed, at: AdministrationSection.overview.path)
    }
  }
  /// A clock leap, for users who may confirm it; nil if the clock is trusted.
  private func clock(_ call: PageCall) -> PageValues? {
    guard let lead = call.templates.condition.clockLead else { return nil }
    let wall = call.people.dateTime(call.now.addingTimeInterval(lead))
    return [
      "meaning": call.text("clock.meaning"), "sure": call.text("clock.sure", ["wall": wall]),
    ]
  }
}
