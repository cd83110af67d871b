import FoundationEssentials
import Reporting

extension BindReply {
  /// What the answer says about the account. Only a clear refusal of the credentials is a refusal.
  ///
  /// - Parameter wall: the wall clock, RFC 3339 UTC, to compute when a password expires.
  func finding(wall: String) -> AccountFinding {
    if isDisconnection {
      // Nothing was judged: the server is closing, or does not accept this way to log in (8).
      return resultCode == 8 ? .unknown(AccountDetail.otherMethod) : .later()
    }
    switch resultCode {
    case 0: return success(wall)
    case 49: return invalidCredentials
    case 19: return edirectory ?? constraint
    case 53: return edirectory ?? ServerWords.finding(of: said) ?? .unclear(AccountDetail.unwilling)
    case 32: return unknownObject
    case 34, 2: return .unclear(AccountDetail.wrongRequest)
    case 7, 8, 13, 48: return .unclear(AccountDetail.otherMethod)
    case 9, 10: return .unclear(AccountDetail.movedAddress)
    case 1, 3, 11, 51, 52, 80: return .later()
    case 50:
      return ServerWords.finding(
        of: said, refusal: .refused(.unauthorised, AccountDetail.mayNotEnter))
    default: return .unclear(AccountDetail.unwilling)
    }
  }

  /// 389 Directory Server: too many wrong passwords. Too many of something else is another matter.
  private var constraint: AccountFinding {
    let locked = AccountFinding.refused(.locked, AccountDetail.accountLocked)
    // It says "try later" of every lock.
    return ServerWords.meaning(of: said) == .lockedBriefly
      ? locked : ServerWords.finding(of: said, refusal: locked)
  }

  /// No entry of that name; or no such tree on the server (OpenLDAP says "no global superior
  /// knowledge"), whether a database is missing or the name is wrong.
  private var unknownObject: AccountFinding {
    if said.contains("superior knowledge") || said.contains("no suffix") {
      return .unclear(AccountDetail.wrongRequest)
    }
    return ServerWords.finding(
      of: said, refusal: .refused(.notIssued, AccountDetail.noSuchUser))
  }

  private func success(_ wall: String) -> AccountFinding {
    if policy?.error == 2 || hasExpired { return .refused(.expired, AccountDetail.mustChange) }
    // A grace login: each check would use one up.
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
    if let code = directoryCode, let finding = Self.finding(ofDirectoryCode: code) {
      return finding
    }
    switch windowsCode {
    // The computer that decides is out of order, short of memory or out of reach.
    case "80090300"?, "80090304"?, "80090311"?: return .later()
    // The server requires the login to be bound to the encrypted connection.
    case "80090346"?: return .unclear(AccountDetail.otherMethod)
    default: break
    }
    return edirectory
      ?? ServerWords.finding(
        of: said, refusal: .refused(.unauthorised, AccountDetail.wrongPassword))
  }

  /// The meaning of Active Directory's `data`, a Windows error in hexadecimal; nil for any other.
  private static func finding(ofDirectoryCode code: String) -> AccountFinding? {
    switch code {
    case "525": .refused(.notIssued, AccountDetail.noSuchUser)
    case "52e": .refused(.unauthorised, AccountDetail.wrongPassword)
    // The hour or the computer may be another one tomorrow; the password was right.
    case "530", "531": AccountFinding(.unauthorised, AccountDetail.notNow)
    case "532": .refused(.expired, AccountDetail.passwordExpired)
    case "533": .refused(.locked, AccountDetail.accountDisabled)
    case "52f", "569": .refused(.unauthorised, AccountDetail.mayNotEnter)
    case "701": .refused(.expired, AccountDetail.accountExpired)
    case "773": .refused(.expired, AccountDetail.mustChange)
    case "775": .refused(.locked, AccountDetail.accountLocked)
    // Out of memory or quota; no domain controller answers, no such domain, no trust between
    // domains; remote calls fail; a failure within the directory.
    case "8", "e", "51f", "54b", "54f", "568", "5aa", "5ad", "5b4", "6ba", "6bb", "6be", "6bf",
      "6fa", "6fb", "6fc", "6fd", "721", "2095", "20ee":
      .later()
    // An invalid parameter: nothing was judged.
    case "57": .unclear(AccountDetail.wrongRequest)
    default: nil
    }
  }

  /// The meaning of eDirectory's own number, `NDS error: log account expired (-220)`.
  private var edirectory: AccountFinding? {
    switch edirectoryCode ?? 0 {
    case -220: .refused(.expired, AccountDetail.accountExpired)
    case -222, -223: .refused(.expired, AccountDetail.passwordExpired)
    case -197: .refused(.locked, AccountDetail.accountLocked)
    case -217, -218, -219: AccountFinding(.unauthorised, AccountDetail.notNow)
    case -669: .refused(.unauthorised, AccountDetail.wrongPassword)
    case -601: .refused(.notIssued, AccountDetail.noSuchUser)
    // Servers that cannot reach each other.
    case -625, -626, -634, -635, -636, -663: .later()
    default: nil
    }
  }

  /// The day that is `seconds` from now. The time of day would differ every night.
  private static func day(in seconds: Int, from wall: String) -> String? {
    guard let now = try? Date(wall, strategy: .iso8601),
      WallClock.isPlausible(Int(now.timeIntervalSince1970))
    else { return nil }
    let end = now.addingTimeInterval(Double(seconds)).formatted(.iso8601)
    return "\(end.prefix(10))T00:00:00Z"
  }
}
