import InventoryFixtures
import InventoryStore
import Presentation
import Prioritization
import Testing

@testable import InventoryServer

/// The plan form: what it receives and what it requests.
struct PlanFormTests {
  private let policy: Policy

  init() throws { policy = try #require(EmptyInventory.policy) }

  private func form(_ fields: [String: String]) -> PlanForm {
    PlanForm(policy: policy) { name in fields[name].flatMap { $0.isEmpty ? nil : $0 } }
  }

  @Test func formWithoutBudgetRequestsNothing() {
    let form = form(["province": "51", "cap": "x"])
    #expect(form.parameters == nil && form.faults.isEmpty && form.typed[.cap] == "x")
  }

  @Test func blankLimitsFollowPolicy() throws {
    let parameters = try #require(form(["budget": "50 tỷ", "cap": "", "floor": ""]).parameters)
    #expect(parameters.budget == 50_000_000_000 && parameters.limits == policy.plan)
    #expect(parameters.adjusted(policy) == nil)
    // the figures that the form shows are the policy's
    let shown = try #require(
      form(["budget": "1", "cap": "500.000.000", "floor": "0", "quota": "30", "visit": "3.000.000"])
        .parameters)
    #expect(shown.adjusted(policy) == nil)
  }

  @Test func capitalAndRecurrentBudgetsAreSeparate() throws {
    let apart = try #require(form(["budget": "1 tỷ", "recurrent": "200 triệu"]).parameters)
    #expect(apart.money == .apart(Money(capital: 1_000_000_000, recurrent: 200_000_000)))
    #expect(apart.address.contains("recurrent=200000000"))
    #expect(
      try #require(form(["budget": "0", "recurrent": "200 triệu"]).parameters).money
        == .apart(Money(capital: 0, recurrent: 200_000_000)))
    #expect(
      try #require(form(["budget": "1 tỷ", "recurrent": "0"]).parameters).money
        == .apart(Money(capital: 1_000_000_000)))
    #expect(try #require(form(["budget": "1 tỷ"]).parameters).money == .joint(1_000_000_000))
    #expect(form(["budget": "0", "recurrent": "0"]).parameters == nil)
    #expect(form(["budget": "1 tỷ", "recurrent": "-1"]).faults[.recurrent] == "money.negative")
  }

  @Test func typedLimitsOverridePolicy() throws {
    let parameters = try #require(
      form([
        "budget": "1 tỷ", "floor": "5 triệu", "cap": "không", "quota": "12,5 %", "visit": "1 triệu",
        "without.scanner": "on", "without.fibre50": "on", "without.rocket": "on",
      ]).parameters)
    #expect(parameters.limits.floor == 5_000_000 && parameters.limits.cap == nil)
    #expect(parameters.limits.remoteQuota == 0.125 && parameters.limits.visitCost == 1_000_000)
    #expect(parameters.without == ["scanner", "fibre50"])
    let adjusted = try #require(parameters.adjusted(policy))
    #expect(adjusted.items.count == policy.items.count - 1)
    #expect(adjusted.lines.count == policy.lines.count - 1)
  }

  @Test(arguments: [
    ("budget", "", ""), ("budget", "5e10", "money.noAmount"), ("budget", "-1", "money.negative"),
    ("budget", "0", "planPage.fault.zero"), ("budget", "0 tỷ", "planPage.fault.zero"),
    ("budget", "1.500 triệu", "money.ambiguous"), ("budget", "9999999 tỷ", "money.tooMuch"),
    ("floor", "x", "money.noAmount"), ("visit", "-1", "money.negative"),
    ("cap", "nhiều", "money.noAmount"), ("floor", "600 triệu", "planPage.fault.capBelowFloor"),
    ("quota", "101", "planPage.fault.quota"), ("quota", "-1", "planPage.fault.quota"),
    ("quota", "1e1", "planPage.fault.quota"), ("quota", "nan", "planPage.fault.quota"),
    ("quota", "%", "planPage.fault.quota"), ("quota", "1.2.3", "planPage.fault.quota"),
  ])
  func invalidFieldsAreReported(_ field: String, _ typed: String, _ fault: String) {
    let form = form(["budget": "1 tỷ"].merging([field: typed]) { $1 })
    #expect(form.parameters == nil)
    if !fault.isEmpty { #expect(form.faults.values.contains(fault)) }
  }

  @Test func quotaRequiresRemoteData() {
    var policy = policy
    policy.context = []
    policy.plan?.remoteQuota = 0
    let form = PlanForm(policy: policy) { ["budget": "1 tỷ", "quota": "5"][$0] }
    #expect(form.faults[.quota] == "planPage.fault.noRemote")
  }

  /// The address made from a saved plan's request reproduces the same request.
  @Test func addressRoundTripsParameters() throws {
    let parameters = try #require(
      form([
        "budget": "1,5 tỷ", "province": "51", "cap": "none", "quota": "33,333",
        "without.scanner": "on",
      ]).parameters)
    let query = try #require(parameters.address.split(separator: "?").last)
    let read = PageQuery(encoded: String(query))
    #expect(PlanForm(policy: policy) { read[$0] }.parameters == parameters)
  }

  /// The form can read every value of a policy that it shows, including `400.000` as pages print
  /// it.
  @Test(arguments: Language.allCases)
  func shownLimitsCanBeReadAgain(_ language: Language) throws {
    let people = PeopleFormat(language)
    for amount in [0, 999, 1_000, 400_000, 15_000_000, 1_234_567_890] {
      #expect(try MoneyInput.amount(people.number(amount)) == amount)
    }
    let parameters = try #require(
      form(["budget": "1 tỷ", "floor": people.number(400_000), "visit": people.number(500_000)])
        .parameters)
    #expect(parameters.limits.floor == 400_000 && parameters.limits.visitCost == 500_000)
  }

  @Test(arguments: Language.allCases)
  func everyFaultOfAnAmountHasText(_ language: Language) throws {
    let messages = try Example.messages()
    for reason in MoneyError.Reason.allCases {
      let key = "money.\(reason.rawValue)"
      #expect(messages(key, language, ["written": "x"]) != key)
    }
  }
}
