import Foundation
import InventoryStore
import Testing

@testable import LetterDelivery

struct MailMessageTests {
  /// Nothing that a name holds begins a header of its own.
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
      // A line break is only ever folding: a space follows it.
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
}
