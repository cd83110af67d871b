import Reporting

/// The rights to the ministries' services of a simulated office, derived from the seed.
enum Accounts {
  private static let services = [
    "civil-registration", "e-authentication", "public-service-portal", "treasury-payment",
    "official-mail",
  ]

  /// - Parameters:
  ///   - index: of the computer in its commune: the first one, at the counter, has all checks.
  ///   - random: the commune's for the services, the same for all its computers.
  static func facts(
    profile: Profile, index: Int, random: inout SeededGenerator
  ) -> Outcome<AccountFacts> {
    let part =
      switch profile {
      case .lacking: 0.35
      case .ordinary, .silent: 0.8
      case .equipped: 0.97
      }
    var accounts = services.map { service in
      let isUsable = random.chance(part)
      let lack: AccountFacts.Account.Status = random.one(of: [.notIssued, .expired, .unauthorised])
      return account(service, isUsable ? .active : lack, .probed)
    }
    let signers =
      switch profile {
      case .lacking: random.chance(0.5) ? 1 : 0
      case .ordinary, .silent: random.chance(0.6) ? 2 : 1
      case .equipped: 3
      }
    if index > 0 { accounts = [] }
    accounts.append(
      account("digital-signature", index < signers ? .active : .notIssued, .certificate))
    return .observed(AccountFacts(accounts: accounts.sorted { $0.service < $1.service }))
  }

  private static func account(
    _ service: String, _ status: AccountFacts.Account.Status,
    _ evidence: AccountFacts.Account.Evidence
  ) -> AccountFacts.Account {
    AccountFacts.Account(
      service: service, status: status, evidence: evidence,
      expiresAt: status == .active ? "2099-12-31T23:59:59Z" : nil,
      checkedAt: "2026-07-01T00:00:00Z")
  }
}
