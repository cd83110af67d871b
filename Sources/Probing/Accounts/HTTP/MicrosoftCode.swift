import Reporting

/// The number with which Microsoft Entra gives its reason, `AADSTS50126: …`, from its reference of
/// authentication error codes. Pure and total.
struct MicrosoftCode: Equatable {
  var number: Int
  /// The text behind the number.
  var words: String

  /// nil if the text contains no such number.
  init?(in description: String) {
    let said = description.utf8.prefix(2048)
    let mark = Array("AADSTS".utf8)
    guard let start = said.indices.first(where: { said[$0...].starts(with: mark) }) else {
      return nil
    }
    let rest = said[said.index(start, offsetBy: mark.count)...]
    let digits = rest.prefix { (48...57).contains($0) }
    guard digits.count <= 9, let number = Int(String(decoding: digits, as: UTF8.self)) else {
      return nil
    }
    self.number = number
    words = String(decoding: rest.dropFirst(digits.count), as: UTF8.self)
  }

  /// nil if the number says nothing about an account.
  var finding: AccountFinding? {
    switch number {
    case 50126, 50056, 50064: .refused(.unauthorised, AccountDetail.wrongPassword)
    case 50034, 51004: .refused(.notIssued, AccountDetail.noSuchUser)
    case 50105: .refused(.unauthorised, AccountDetail.mayNotEnter)
    case 50053: .refused(.locked, AccountDetail.accountLocked)
    case 50057: .refused(.locked, AccountDetail.accountDisabled)
    case 50055, 50144: .refused(.expired, AccountDetail.passwordExpired)
    case 80012: AccountFinding(.unauthorised, AccountDetail.notNow)
    // Consent, second factors, devices and conditional access: the password itself was right.
    case 50005, 50072, 50074, 50076, 50079, 50097, 50125, 50129, 50131, 50155, 50158, 50173, 50187,
      53000...53004, 65001, 500121:
      .unclear(AccountDetail.asksMore)
    // Directories and agents that do not answer.
    case 80001, 80002, 80005, 80007, 80010, 80013, 90006, 90012, 90024, 90033, 90036: .later()
    case 50166, 50196, 90055: .unclear(AccountDetail.tooMany)
    default: nil
    }
  }
}
