import Reporting

/// Judges the words with which a server refuses a login, for all protocols. Pure and total.
///
/// Codes come first; the words settle what a code leaves open. Servers say "authentication failed"
/// both of a database that does not answer and of a wrong password, so only words that give no
/// other reason are a clear refusal.
enum ServerWords {
  enum Meaning: Equatable {
    case locked, disabled, accountExpired, passwordExpired, mustChange
    /// Locked, but only for a while.
    case lockedBriefly
    /// This way to log in, or this kind of login, is not accepted.
    case otherMethod, loginOff
    /// More than a password is required.
    case asksMore
    /// The server cannot decide at present.
    case later
    /// This computer's address is blocked.
    case addressBarred
    /// The login failed for a reason that we do not know.
    case unexplained
    /// Name or password is clearly refused, and no other reason is given.
    case refusal
    /// Nothing that we recognise.
    case nothing
  }

  static func meaning(of said: String) -> Meaning {
    typealias Phrases = ServerPhrases
    let text = withoutReason(said)
    let words = PlainWords(text)
    func say(_ subjects: [Phrase], _ states: [Phrase]) -> Bool {
      words.say(subjects, states, breaks: Phrases.breaks)
    }
    if words.hold(Phrases.method) { return .otherMethod }
    if words.hold(Phrases.notEnabledFor)
      || words.say(Phrases.services, Phrases.off, breaks: Phrases.offBreaks)
    {
      return .loginOff
    }
    if say(Phrases.passwords, Phrases.expired) { return .passwordExpired }
    if say(Phrases.accounts, Phrases.expired) { return .accountExpired }
    if words.hold(Phrases.mustChange) { return .mustChange }
    let isLocked =
      say(Phrases.accounts + Phrases.passwords, Phrases.locked) || words.hold(Phrases.lockedOut)
    let isDisabled =
      say(Phrases.accounts + Phrases.mailboxes, Phrases.disabled)
      || words.hold(["inactivated", "deactivated"])
    if isLocked || isDisabled {
      return words.hold(Phrases.brief) ? .lockedBriefly : isLocked ? .locked : .disabled
    }
    if words.hold(Phrases.asksMore) { return .asksMore }
    let isRefusal = words.hold(Phrases.refusals)
    if words.hold(Phrases.trouble) || words.hold(Phrases.again) && !isRefusal { return .later }
    if words.hold(Phrases.address) { return .addressBarred }
    if let reason = reason(in: text), !PlainWords(reason).hold(Phrases.refusals) {
      return .unexplained
    }
    return isRefusal ? .refusal : .nothing
  }

  /// What the words say about the account; nil for a plain refusal or nothing recognised, whose
  /// meaning depends on the code that came with them.
  static func finding(of said: String) -> AccountFinding? {
    switch meaning(of: said) {
    case .locked: .refused(.locked, AccountDetail.accountLocked)
    case .disabled: .refused(.locked, AccountDetail.accountDisabled)
    case .accountExpired: .refused(.expired, AccountDetail.accountExpired)
    case .passwordExpired: .refused(.expired, AccountDetail.passwordExpired)
    case .mustChange: .refused(.expired, AccountDetail.mustChange)
    case .lockedBriefly: .unclear(AccountDetail.accountLocked, .locked)
    case .otherMethod: .unclear(AccountDetail.weakMechanism)
    case .loginOff: .unclear(AccountDetail.loginOff)
    case .asksMore: .unclear(AccountDetail.asksMore)
    case .later: .later()
    case .addressBarred: .unclear(AccountDetail.addressBarred)
    case .unexplained: .unclear(AccountDetail.unwilling)
    case .refusal, .nothing: nil
    }
  }

  /// The words without placeholders for a reason.
  private static func withoutReason(_ said: String) -> String {
    let parts = said.prefix(PlainWords.longest).split(separator: ":")
    return parts.filter { part in
      !ServerPhrases.noReasons.contains(PlainWords(String(part)).words.joined(separator: " "))
    }.joined(separator: ":")
  }

  /// The text behind the colon of `authentication failed: …`; nil if it contains no words.
  private static func reason(in said: String) -> String? {
    let parts = said.split(separator: ":")
    for (index, part) in parts.enumerated() {
      let words = PlainWords(String(part))
      // The part must end with the expression for the failure.
      let isEnded =
        words.hold(ServerPhrases.failures)
        && words.words.indices.contains { start in
          ServerPhrases.failures.contains { words.end(of: $0, at: start) == words.words.count }
        }
      guard isEnded else { continue }
      let rest = parts[(index + 1)...].joined(separator: ":")
      return PlainWords(rest).words.contains { $0.contains { $0.isLetter } } ? rest : nil
    }
    return nil
  }
}
