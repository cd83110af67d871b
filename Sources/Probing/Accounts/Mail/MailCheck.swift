import Reporting
import CCurl
import Curl

/// A login to a mail server by IMAP (RFC 9051) or SMTP (RFC 4954), and nothing else: no mailbox is
/// opened, no mail sent.
struct MailCheck: ServiceCheck {
  let login: ServiceLogin

  func run() throws(CheckStopped) -> AccountFinding {
    let isIMAP = line.definition.kind == .imap
    line.aim(at: address)
    line.handle.set(CURLOPT_PROTOCOLS_STR, isIMAP ? "imap,imaps" : "smtp,smtps")
    if !address.isEncrypted {
      let isNeeded = !address.isLoopback
      line.handle.set(CURLOPT_USE_SSL, Int((isNeeded ? CURLUSESSL_ALL : CURLUSESSL_TRY).rawValue))
    }
    line.handle.set(
      CURLOPT_LOGIN_OPTIONS, "AUTH=\(line.definition.mechanism ?? MailMechanism.plain.rawValue)")
    line.handle.set(CURLOPT_USERNAME, copying: credentials.text(.user))
    line.handle.set(CURLOPT_PASSWORD, copying: credentials.text(.password))
    line.handle.set(CURLOPT_CUSTOMREQUEST, "NOOP")
    let reply = CurlReply()
    let code = reply.collect(line.handle)
    guard line.handle.acceptedAll else { throw CheckStopped(.unknown(AccountDetail.noLibcurl)) }
    let ending: MailReply.Ending =
      switch code {
      // A failure after the login says nothing about the account.
      case CURLE_OK, CURLE_QUOTE_ERROR: .done
      case CURLE_LOGIN_DENIED: .denied
      default: .failed
      }
    let isCut = reply.lines.count >= CurlReply.maximumFields
    let said =
      isIMAP
      ? MailReply.imap(reply.lines, ending, isCut: isCut)
      : MailReply.smtp(reply.lines, ending, isCut: isCut)
    if let said { return said }
    if ending == .failed { throw CheckStopped(line.finding(of: code)) }
    return .unknown(AccountDetail.otherMethod)
  }
}
