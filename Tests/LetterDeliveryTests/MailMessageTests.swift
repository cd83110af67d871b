import CCurl
import Foundation
import InventoryStore
import Testing

@testable import LetterDelivery

struct MailMessageTests {
  /// Nothing in a name can begin another header.
  @Test(arguments: [
    "a\r\nBcc: b@example.vn", "a\nBcc: b@example.vn", "a\rBcc: b", "a\u{2028}Bcc: b", "\u{0}a",
    "=?UTF-8?B?YQ==?=", String(repeating: "Xã Nghĩa Giang ", count: 30),
    "e" + String(repeating: "\u{301}", count: 300), "", "\"quoted\\\"", " a ",
  ])
  func headersHoldOneLineOfASCII(_ text: String) throws {
    for header in [MailHeader.text(text), MailHeader.mailbox(text, "a@example.vn")] {
      #expect(header.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 13 || $0 == 10 })
      for line in header.components(separatedBy: "\r\n") {
        #expect(line.utf8.count <= 78 && !line.contains("\n") && !line.contains("\r"))
      }
      // Every line break is folding: a space follows it.
      #expect(header.components(separatedBy: "\r\n").dropFirst().allSatisfy { $0.hasPrefix(" ") })
      #expect(!header.contains("\r\nBcc"))
    }
  }

  @Test func vietnameseIsEncodedWordByWord() {
    #expect(MailHeader.text("Bản tin") == "=?UTF-8?B?QuG6o24gdGlu?=")
    #expect(MailHeader.text("Letter") == "Letter")
    #expect(MailHeader.mailbox("bình", "b@example.vn") == "=?UTF-8?B?YsOsbmg=?=\r\n <b@example.vn>")
  }

  @Test func datesAreThoseOfVietnam() {
    #expect(
      MailHeader.date(Date(timeIntervalSince1970: 1_795_000_000))
        == "Wed, 18 Nov 2026 18:06:40 +0700")
    #expect(MailHeader.date(Date(timeIntervalSince1970: 0)) == "Thu, 01 Jan 1970 07:00:00 +0700")
    #expect(MailHeader.date(.distantFuture).hasSuffix(" +0700"))
  }

  /// Results of libcurl and replies of servers, and how they are interpreted.
  @Test(arguments: [
    (CURLE_LOGIN_DENIED, "Login denied", ["535 5.7.8 no"], false, false, "postponed settings"),
    (CURLE_LOGIN_DENIED, "Login denied", ["454 4.7.0 later"], false, false, "postponed away"),
    (CURLE_SEND_ERROR, "RCPT failed: 550", ["250 fine", "221 bye"], false, false, "refused"),
    (CURLE_SEND_ERROR, "RCPT failed: 450", [], false, false, "postponed"),
    (CURLE_SEND_ERROR, "RCPT failed: 421", ["421 closing"], false, false, "postponed away"),
    (CURLE_SEND_ERROR, "MAIL failed: 553", ["553 not you"], false, false, "postponed settings"),
    (CURLE_COULDNT_CONNECT, "no", [], false, false, "postponed away"),
    (CURLE_PEER_FAILED_VERIFICATION, "no", [], false, false, "postponed settings"),
    (CURLE_WEIRD_SERVER_REPLY, "no", ["552 too large"], true, true, "refused"),
    (CURLE_WEIRD_SERVER_REPLY, "no", ["451 later"], true, true, "postponed"),
    (CURLE_RECV_ERROR, "no", [], true, true, "doubtful away"),
    (CURLE_OPERATION_TIMEDOUT, "no", [], true, false, "postponed away"),
  ])
  func failures(
    _ code: CURLcode, _ explanation: String, _ replies: [String], _ isBegun: Bool,
    _ isHandedOver: Bool, _ expected: String
  ) {
    let attempt = SMTPFailure(
      code: code, explanation: explanation, server: "smtp://x", replies: replies,
      isBegun: isBegun, isHandedOver: isHandedOver
    ).attempt
    let outcome =
      switch attempt.outcome {
      case .sent: "sent"
      case .refused: "refused"
      case .postponed: "postponed"
      case .doubtful: "doubtful"
      }
    #expect(
      ([outcome] + (attempt.fault.map { ["\($0)"] } ?? [])).joined(separator: " ") == expected)
  }
}
