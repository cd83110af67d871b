import Reporting

/// What a server says of a login that it refuses, in words: the one place that judges them, whatever
/// the protocol. Pure and total.
///
/// Codes come first; the words tell what a code leaves open. Servers say "authentication failed" of
/// a database that does not answer as of a wrong password, so only words that give no other reason
/// are a plain refusal.
enum ServerWords {
  enum Meaning: Equatable {
    case locked, disabled, accountExpired, passwordExpired, mustChange
    /// Locked, and open again after a while.
    case lockedBriefly
    /// This way to log in, or this kind of login, is not wanted.
    case otherMethod, loginOff
    /// More than a password is wanted.
    case asksMore
    /// The server cannot tell at present.
    case later
    /// The address of this computer is kept out.
    case addressBarred
    /// A login failed for a reason that we do not know.
    case unexplained
    /// Name or password are plainly refused, and no other reason is given.
    case refusal
    /// Nothing that we know.
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

  /// What the words say of the account, unless it is a plain refusal or nothing at all: what these
  /// mean depends on the code that they came with.
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

  /// The words without what only takes a reason's place.
  private static func withoutReason(_ said: String) -> String {
    let parts = said.prefix(PlainWords.longest).split(separator: ":")
    return parts.filter { part in
      !ServerPhrases.noReasons.contains(PlainWords(String(part)).words.joined(separator: " "))
    }.joined(separator: ":")
  }

  /// What stands behind the colon of `authentication failed: …`; nil for nothing in words.
  private static func reason(in said: String) -> String? {
    let parts = said.split(separator: ":")
    for (index, part) in parts.enumerated() {
      let words = PlainWords(String(part))
      // The failure ends the part: "failed" alone, or with what failed before it.
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
