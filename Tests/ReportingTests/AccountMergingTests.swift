import Reporting
import Testing

struct AccountMergingTests {
  typealias Account = AccountFacts.Account

  func account(
    _ service: String, _ status: Account.Status, _ evidence: Account.Evidence = .probed,
    _ detail: String? = nil
  ) -> Account {
    Account(
      service: service, status: status, evidence: evidence, checkedAt: "2026-01-01T00:00:00Z",
      detail: detail)
  }

  func observed(_ accounts: Account...) -> Outcome<AccountFacts> {
    .observed(AccountFacts(accounts: accounts))
  }

  @Test func oneSideAlone() {
    let some = observed(account("a", .active))
    #expect(AccountFacts.merged(probed: nil, attested: nil) == nil)
    #expect(AccountFacts.merged(probed: nil, attested: some) == some)
    #expect(AccountFacts.merged(probed: some, attested: nil) == some)
    #expect(AccountFacts.merged(probed: .absent, attested: nil) == .absent)
    #expect(AccountFacts.merged(probed: .absent, attested: .absent) == .absent)
    #expect(AccountFacts.merged(probed: .absent, attested: some) == some)
    #expect(AccountFacts.merged(probed: some, attested: .absent) == some)
    let failed = Outcome<AccountFacts>.failed(reason: "r")
    #expect(AccountFacts.merged(probed: failed, attested: some) == failed)
    #expect(AccountFacts.merged(probed: .absent, attested: failed) == failed)
    #expect(AccountFacts.merged(probed: nil, attested: failed) == failed)
  }

  /// A probe's observation takes precedence, unless it could not tell.
  @Test func both() {
    let seen = observed(
      account("a", .locked), account("b", .unknown), account("c", .unreachable),
      account("e", .unknown))
    let said = observed(
      account("a", .active, .attested), account("b", .notIssued, .attested),
      account("c", .active, .attested), account("d", .active, .attested))
    #expect(
      AccountFacts.merged(probed: seen, attested: said)
        == observed(
          account("a", .locked), account("b", .notIssued, .attested),
          account("c", .active, .attested), account("d", .active, .attested),
          account("e", .unknown)))
  }

  @Test func damagedAttestations() {
    let seen = observed(account("a", .active), account("b", .unknown, .attested, "nobody"))
    let merged = AccountFacts.merged(probed: seen, attested: .failed(reason: "r"))
    #expect(merged?.facts?.accounts.map(\.status) == [.active, .unknown])
    #expect(merged?.facts?.accounts.last?.detail?.contains("cannot be read") == true)
  }

  @Test func noMoreThanAReportHolds() {
    let seen = (10..<70).map { account("s\($0)", .active) }
    let said = (10..<70).map { account("t\($0)", .active, .attested) }
    let merged = AccountFacts.merged(
      probed: .observed(AccountFacts(accounts: seen)),
      attested: .observed(AccountFacts(accounts: said)))
    #expect(merged?.facts?.accounts.count == AccountFacts.maximumCount)
    let services = Set((merged?.facts?.accounts ?? []).map(\.service))
    #expect(services.isSuperset(of: seen.map(\.service)))
  }

  @Test func names() {
    for name in ["vneid", "a", "0.a-b", String(repeating: "a", count: 64)] {
      #expect(ServiceName.isValid(name))
    }
    for name in ["", "A", "-a", "a b", "đ", "a/b", String(repeating: "a", count: 65)] {
      #expect(!ServiceName.isValid(name))
    }
  }
}
