public import Foundation
public import InventoryStore

/// Sends waiting letters, each at most once: a letter is recorded on disk before anything of it is
/// sent, and again when the answer has come. One that a crash leaves between the two records is not
/// sent again.
public struct LetterSender {
  /// The outcomes of the letters that were due.
  public struct Tally: Sendable, Equatable {
    public var sent = 0
    /// Not sent now, to be tried again.
    public var postponed = 0
    /// Refused for good.
    public var refused = 0
    /// Not sent in the days for which letters are tried.
    public var givenUp = 0
    /// Unknown whether it was sent.
    public var doubtful = 0
    /// No longer wanted.
    public var cancelled = 0
    /// The first fault of a server.
    public var fault: LetterAttempt.ServerFault?
    /// The first reason for which a letter was postponed or is doubtful.
    public var problem: String?

    public init() {}
  }

  let store: InventoryStore
  let destinations: LetterDestinations
  let now: @Sendable () -> Date

  public init(
    store: InventoryStore, destinations: LetterDestinations,
    now: @escaping @Sendable () -> Date
  ) {
    (self.store, self.destinations, self.now) = (store, destinations, now)
  }

  /// Sends the letters that are due. Blocks the calling thread while it talks to servers.
  ///
  /// - Parameter early: whether to try letters, too, whose next attempt is not due yet.
  /// - Throws: `InventoryError` with `busy` if another process is sending;
  ///   ``LetterDestinationsError``.
  public func run(early: Bool = false) async throws -> Tally {
    let lock = try LetterLock(beside: store.path)
    var tally = Tally()
    tally.doubtful = try await store.letters.recover(now: now())
    try await sendMail(early, &tally)
    try await sendWebhooks(early, &tally)
    try await store.letters.forget(now: now())
    return withExtendedLifetime(lock) { tally }
  }

  private func sendMail(_ early: Bool, _ tally: inout Tally) async throws {
    guard let mail = destinations.mail else { return try await postponeMail(&tally) }
    let due = try await store.letters.due(.mail, early: early, now: now())
    guard !due.isEmpty else { return }
    let line = try SMTPLine(mail)
    for number in due {
      guard let letter = try await store.letters.begin(number, now: now()) else {
        tally.cancelled += 1
        continue
      }
      // Mail is due for users only, for whom there always is a message.
      let attempt =
        try MailMessage(letter, from: mail, pages: destinations.pages).map(line.send)
        ?? LetterAttempt(outcome: .refused("-"), fault: nil)
      try await note(attempt, of: number, &tally)
      if attempt.fault != nil {
        // Thousands of letters must not each wait for a server that is unavailable.
        tally.givenUp += try await store.letters.postpone(
          .mail, tally.problem ?? "-", now: now())
        return
      }
    }
  }

  /// Postpones letters for users while there is no mail server: they age like any other, and their
  /// status says why.
  private func postponeMail(_ tally: inout Tally) async throws {
    let due = try await store.letters.due(.mail, early: false, now: now()).count
    guard due > 0 else { return }
    let problem = "mail.toml names no mail server."
    let givenUp = try await store.letters.postpone(.mail, problem, now: now())
    tally.givenUp += givenUp
    tally.postponed += max(0, due - givenUp)
    tally.problem = tally.problem ?? problem
  }

  private func sendWebhooks(_ early: Bool, _ tally: inout Tally) async throws {
    for number in try await store.letters.due(.webhook, early: early, now: now()) {
      guard let letter = try await store.letters.begin(number, now: now()) else { continue }
      guard case .webhook(let name) = letter.recipient,
        let webhook = destinations.webhooks.first(where: { $0.name == name })
      else {
        let outcome = LetterOutcome.postponed("mail.toml does not name this webhook.")
        try await note(LetterAttempt(outcome: outcome, fault: nil), of: number, &tally)
        continue
      }
      let message = try WebhookMessage(letter, to: webhook, now: now())
      try await note(
        try WebhookCall.send(message, id: letter.identity, to: webhook), of: number, &tally)
    }
  }

  private func note(
    _ attempt: LetterAttempt, of number: Int64, _ tally: inout Tally
  ) async throws {
    let isGivenUp = try await store.letters.end(number, attempt.outcome, now: now())
    switch attempt.outcome {
    case .sent: tally.sent += 1
    case .refused: tally.refused += 1
    case .postponed(let problem):
      if isGivenUp { tally.givenUp += 1 } else { tally.postponed += 1 }
      tally.problem = tally.problem ?? problem
    case .doubtful(let problem):
      tally.doubtful += 1
      tally.problem = tally.problem ?? problem
    }
    if tally.fault == nil { tally.fault = attempt.fault }
  }
}
