import Reporting

/// Judges the words with which a server refuses a login, for all protocols. Pure and total.
///
/// Codes come first; the words settle what a code leaves open. Servers say "authentication failed"
/// both of a database that does not answer and of a wrong password, so only words that give no
/// other reason are a clear refusal. Words that are not understood decide nothing, whatever the
/// code: they may ask for a code by telephone, or say that the office's network is kept out.
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
    /// No words, or none that add to the code: the code alone speaks.
    case silence
    /// Words that we do not understand.
    case nothing
  }

  static func meaning(of said: String) -> Meaning {
    typealias Phrases = ServerPhrases
    let text = withoutReason(said)
    if isSilent(text) { return .silence }
    let words = PlainWords(text)
    func say(_ subjects: [Phrase], _ states: [Phrase]) -> Bool {
      words.say(subjects, states, breaks: Phrases.breaks)
    }
    if words.hold(Phrases.method) { return .otherMethod }
    // "Invalid credentials or IMAP is disabled" decides nothing.
    if words.limit(Phrases.disabled + Phrases.locked, to: Phrases.partialServices)
      || words.hold(Phrases.policies)
      || words.say(
        Phrases.services, Phrases.off, breaks: Phrases.offBreaks, unless: Phrases.announcements)
    {
      return .loginOff
    }
    if words.hold(Phrases.requests) { return .unexplained }
    let isSession = words.hold(Phrases.sessions)
    if !isSession, !words.hold(Phrases.expiring) {
      if say(Phrases.passwords, Phrases.expired) { return .passwordExpired }
      if say(Phrases.accounts, Phrases.expired) { return .accountExpired }
    }
    if words.hold(Phrases.mustChange), words.hold(Phrases.passwords) { return .mustChange }
    if words.hold(Phrases.otherLocks) { return .later }
    let asksMore = words.hold(Phrases.asksMore)
    let isLocked =
      say(Phrases.accounts + Phrases.passwords, Phrases.locked) || words.hold(Phrases.lockedOut)
    // "The account has no second factor activated."
    let isDisabled = !asksMore && say(Phrases.accounts + Phrases.mailboxes, Phrases.disabled)
    if isLocked || isDisabled {
      if words.hold(Phrases.address) { return .addressBarred }
      return words.hold(Phrases.brief) ? .lockedBriefly : isLocked ? .locked : .disabled
    }
    if asksMore { return .asksMore }
    let isRefusal = Phrases.refuse(words)
    if words.hold(Phrases.trouble) || words.hold(Phrases.again) && !isRefusal { return .later }
    if words.hold(Phrases.address) { return .addressBarred }
    if isSession || words.hold(Phrases.emptyFields) || words.hold(Phrases.elsewhere) {
      return .unexplained
    }
    if let reason = reason(in: text), !Phrases.blame(PlainWords(reason)) {
      return .unexplained
    }
    return isRefusal ? .refusal : .nothing
  }

  /// What the words say about the account; nil if they plainly refuse it or are not understood,
  /// whose meaning depends on the code that came with them.
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
    case .refusal, .silence, .nothing: nil
    }
  }

  /// What words say that came with a code for a refusal.
  ///
  /// - Parameters:
  ///   - refusal: the finding if the words plainly refuse, or give no reason.
  ///   - unknown: the detail if they are not understood.
  static func finding(
    of said: String, refusal: AccountFinding, unknown: String = AccountDetail.unwilling
  ) -> AccountFinding {
    if let finding = finding(of: said) { return finding }
    return meaning(of: said) == .nothing ? .unclear(unknown) : refusal
  }

  /// Whether the words add nothing to a code: none, `Unauthorized`, or a date and a path, as
  /// programs put beside it.
  static func isSilent(_ said: String) -> Bool {
    let tokens = said.prefix(PlainWords.longest).split { $0.isWhitespace }.filter { !isLabel($0) }
    let words = PlainWords(tokens.joined(separator: " "))
    var index = 0
    while index < words.words.count {
      guard let end = words.end(ofAny: ServerPhrases.fillers, at: index) else { return false }
      index = end
    }
    return true
  }

  /// Whether it is a path, an address, a number, a time or a long identifier.
  private static func isLabel(_ token: Substring) -> Bool {
    if token.first == "/" || token.contains("://") { return true }
    guard token.contains(where: \.isNumber) else { return false }
    let letters = token.filter { $0.isLetter }
    return letters.allSatisfy { $0 == "T" || $0 == "Z" }
      || token.count >= 16 && letters.allSatisfy { $0.isHexDigit }
  }

  /// The words without placeholders for a reason.
  private static func withoutReason(_ said: String) -> String {
    let parts = said.prefix(PlainWords.longest).split(separator: ":")
    return parts.filter { part in
      !ServerPhrases.noReasons.contains(PlainWords(String(part)).words.joined(separator: " "))
    }.joined(separator: ":")
  }
}
