public import Foundation
public import InventoryStore

/// A letter as mail: headers, plain text and HTML, lines ended by CR LF, in ASCII.
public struct MailMessage: Sendable {
  public let from: String
  public let to: String
  public let bytes: Data

  /// - Parameter pages: the address of the centre's pages; nil if unknown.
  /// - Returns: nil for a letter that is not for a user.
  public init?(_ letter: OutgoingLetter, from mail: LetterDestinations.Mail, pages: String?) {
    guard case .user(let name, let address, let language) = letter.recipient else { return nil }
    (from, to) = (mail.from, address)
    let domain = mail.from.split(separator: "@").last.map(String.init) ?? "localhost"
    let boundary = "=_\(letter.identity)"
    var lines = [
      "Date: \(MailHeader.date(letter.createdAt))",
      "From: \(MailHeader.mailbox(mail.fromName, mail.from))",
      "To: \(MailHeader.mailbox(name, address))",
      "Subject: \(MailHeader.text(letter.content.subject))",
      "Message-ID: <\(letter.identity)@\(domain)>",
      // Keeps holiday notices and the like from answering.
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      "Content-Language: \(language.rawValue)",
    ]
    if let pages { lines.append("List-Unsubscribe: <\(pages)/administration/account>") }
    lines += ["Content-Type: multipart/alternative; boundary=\"\(boundary)\"", ""]
    for (type, text) in [
      ("text/plain", letter.content.plain), ("text/html", letter.content.html),
    ] {
      lines += [
        "--\(boundary)", "Content-Type: \(type); charset=utf-8",
        "Content-Transfer-Encoding: base64", "", Self.base64(text),
      ]
    }
    lines += ["--\(boundary)--", ""]
    bytes = Data(lines.joined(separator: "\r\n").utf8)
  }

  /// Base64 of a text with CR LF as line ends, in lines of 76 characters.
  private static func base64(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    return Data(lines.joined(separator: "\r\n").utf8).base64EncodedString(
      options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
  }
}
