import InventoryStore

/// Sends letters one after the other, over a new connection now and then: servers close one after a
/// number of letters (Exim after 1,000), or when it was idle.
final class SMTPLine {
  private static let lettersPerConnection = 100

  private let mail: LetterDestinations.Mail
  private var session: SMTPSession
  /// Letters that this session has sent.
  private var sent = 0

  init(_ mail: LetterDestinations.Mail) throws(LetterDestinationsError) {
    self.mail = mail
    session = try SMTPSession(mail)
  }

  func send(_ message: MailMessage) throws -> LetterAttempt {
    if sent >= Self.lettersPerConnection { try reconnect() }
    let attempt = session.send(message)
    // Nothing of the letter was sent, and the server worked a moment ago.
    if attempt.fault == .away, case .postponed = attempt.outcome, sent > 0 {
      try reconnect()
      return counted(session.send(message))
    }
    return counted(attempt)
  }

  private func reconnect() throws {
    session = try SMTPSession(mail)
    sent = 0
  }

  private func counted(_ attempt: LetterAttempt) -> LetterAttempt {
    if attempt.outcome == .sent { sent += 1 }
    return attempt
  }
}
