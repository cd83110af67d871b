import FoundationEssentials
import Reporting

extension BindReply {
  /// What the answer says of the account. Only what plainly refuses the credentials is a refusal.
  ///
  /// - Parameter wall: the wall clock, RFC 3339 UTC, for when a password runs out.
  func finding(wall: String) -> AccountFinding {
    if isDisconnection {
      // Nothing was judged: the server goes, or does not want to speak in this way (8).
      return resultCode == 8 ? .unknown(AccountDetail.otherMethod) : .later()
    }
    switch resultCode {
    case 0: return success(wall)
    case 49: return invalidCredentials
    // 389 Directory Server: too many wrong passwords.
    case 19: return edirectory ?? .refused(.locked, AccountDetail.accountLocked)
    case 53: return edirectory ?? unwilling
    case 32: return .refused(.notIssued, AccountDetail.noSuchUser)
    case 34, 2: return .unclear(AccountDetail.wrongRequest)
    case 7, 8, 13, 48: return .unclear(AccountDetail.otherMethod)
    case 9, 10: return .unclear(AccountDetail.movedAddress)
    case 1, 3, 11, 51, 52, 80: return .later()
    case 50: return .refused(.unauthorised, AccountDetail.mayNotEnter)
    default: return .unclear(AccountDetail.unwilling)
    }
  }

  private func success(_ wall: String) -> AccountFinding {
    if policy?.error == 2 || hasExpired { return .refused(.expired, AccountDetail.mustChange) }
    // A login of grace: each check would use one up.
    if policy?.graceLogins != nil { return .refused(.expired, AccountDetail.passwordExpired) }
    return AccountFinding(
      .active, expiresAt: policy?.secondsBeforeExpiration.flatMap { Self.day(in: $0, from: wall) })
  }

  private var invalidCredentials: AccountFinding {
    switch policy?.error {
    case 0?: return .refused(.expired, AccountDetail.passwordExpired)
    case 1?: return .refused(.locked, AccountDetail.accountLocked)
    case 2?: return .refused(.expired, AccountDetail.mustChange)
    default: break
    }
    if hasExpired { return .refused(.expired, AccountDetail.passwordExpired) }
    switch directoryCode {
    case "525"?: return .refused(.notIssued, AccountDetail.noSuchUser)
    // The hour and the computer may be others tomorrow; the password was right.
    case "530"?, "531"?: return AccountFinding(.unauthorised, AccountDetail.notNow)
    case "532"?: return .refused(.expired, AccountDetail.passwordExpired)
    case "533"?: return .refused(.locked, AccountDetail.accountDisabled)
    case "52f"?, "569"?: return .refused(.unauthorised, AccountDetail.mayNotEnter)
    case "701"?: return .refused(.expired, AccountDetail.accountExpired)
    case "773"?: return .refused(.expired, AccountDetail.mustChange)
    case "775"?: return .refused(.locked, AccountDetail.accountLocked)
    // No domain controller answers, no such domain, no call goes through.
    case "51f"?, "54b"?, "6ba"?, "6bf"?, "568"?: return .later()
    default: return edirectory ?? .refused(.unauthorised, AccountDetail.wrongPassword)
    }
  }

  /// What eDirectory says with a number of its own, `NDS error: log account expired (-220)`.
  private var edirectory: AccountFinding? {
    switch edirectoryCode ?? 0 {
    case -220: .refused(.expired, AccountDetail.accountExpired)
    case -222, -223: .refused(.expired, AccountDetail.passwordExpired)
    case -197: .refused(.locked, AccountDetail.accountLocked)
    case -217, -218, -219: AccountFinding(.unauthorised, AccountDetail.notNow)
    case -669: .refused(.unauthorised, AccountDetail.wrongPassword)
    case -601: .refused(.notIssued, AccountDetail.noSuchUser)
    // Servers that do not reach each other.
    case -625, -626, -634, -635, -636, -663: .later()
    default: nil
    }
  }

  /// "Unwilling to perform": the text alone says why.
  private var unwilling: AccountFinding {
    func says(_ words: [String]) -> Bool { words.contains { said.contains($0) } }
    let isAccount = says(["account", "user", "entry"])
    if says(["inactivated", "deactivated"]) || isAccount && says(["disabled", "inactive"]) {
      return .refused(.locked, AccountDetail.accountDisabled)
    }
    if isAccount && says(["locked", "lockout"]) {
      return .refused(.locked, AccountDetail.accountLocked)
    }
    if says(["password"]) && says(["expired"]) {
      return .refused(.expired, AccountDetail.passwordExpired)
    }
    if isAccount && says(["expired"]) {
      return .refused(.expired, AccountDetail.accountExpired)
    }
    return ServerWords.sayTrouble(said) ? .later() : .unclear(AccountDetail.unwilling)
  }

  /// The day so many seconds from now. The second would be another one each night.
  private static func day(in seconds: Int, from wall: String) -> String? {
    guard let now = try? Date(wall, strategy: .iso8601),
      WallClock.isPlausible(Int(now.timeIntervalSince1970))
    else { return nil }
    let end = now.addingTimeInterval(Double(seconds)).formatted(.iso8601)
    return "\(end.prefix(10))T00:00:00Z"
  }
}
