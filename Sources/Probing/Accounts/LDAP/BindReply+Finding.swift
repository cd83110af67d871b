import FoundationEssentials
import Reporting

extension BindReply {
  /// What the answer says of the account.
  ///
  /// - Parameter wall: the wall clock, RFC 3339 UTC, for when a password runs out.
  func finding(wall: String) -> AccountFinding {
    switch resultCode {
    case 0: success(wall)
    case 49: invalidCredentials
    // 389 Directory Server: too many wrong passwords; inactivated.
    case 19: .refused(.locked, AccountDetail.accountLocked)
    case 53: AccountFinding(.unknown, AccountDetail.unwilling, isRefusal: true)
    case 32: .refused(.notIssued, AccountDetail.noSuchUser)
    case 34, 2: AccountFinding(.unknown, AccountDetail.wrongRequest, isRefusal: true)
    case 7, 8, 13: AccountFinding(.unknown, AccountDetail.otherMethod, isRefusal: true)
    case 51, 52, 3: AccountFinding(.unreachable, AccountDetail.temporary)
    case 50: .refused(.unauthorised, AccountDetail.mayNotEnter)
    default: AccountFinding(.unknown, AccountDetail.unwilling, isRefusal: true)
    }
  }

  private func success(_ wall: String) -> AccountFinding {
    if policy?.error == 2 { return .refused(.expired, AccountDetail.mustChange) }
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
    switch directoryCode {
    case "525"?: return .refused(.notIssued, AccountDetail.noSuchUser)
    case "530"?, "531"?: return .refused(.unauthorised, AccountDetail.notNow)
    case "532"?: return .refused(.expired, AccountDetail.passwordExpired)
    case "533"?: return .refused(.locked, AccountDetail.accountDisabled)
    case "701"?: return .refused(.expired, AccountDetail.accountExpired)
    case "773"?: return .refused(.expired, AccountDetail.mustChange)
    case "775"?: return .refused(.locked, AccountDetail.accountLocked)
    default: return .refused(.unauthorised, AccountDetail.wrongPassword)
    }
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
