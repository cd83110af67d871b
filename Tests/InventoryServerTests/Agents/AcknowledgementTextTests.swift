import Foundation
import NIOCore
import Reporting
import Testing

@testable import InventoryServer

struct AcknowledgementTextTests {
  /// The same bytes as those of the encoder, which agents of all versions read.
  @Test(arguments: [
    Acknowledgement(status: .stored, report: "7d2d6f0e-0001-4000-8000-000000000001", sections: [:]),
    .init(
      status: .duplicate, report: "7d2d6f0e-0001-4000-8000-000000000001",
      sections: ["scanners": "ab12", "accounts": "00ff", "hardware": "cd34"], receiptKey: "a/b+c="),
    .init(status: .stored, report: #"a "quoted" \ id"#, sections: ["máy": "\u{1F5A8}"]),
    .init(status: .stored, report: "-", sections: ["a\u{0}b": "tab\t"], receiptKey: "\"},"),
  ])
  func textMatchesEncoderOutput(_ acknowledgement: Acknowledgement) throws {
    let text = try AcknowledgementText.encode(acknowledgement)
    #expect(Data(text.readableBytesView) == (try CanonicalJSON.encode(acknowledgement)))
  }
}
