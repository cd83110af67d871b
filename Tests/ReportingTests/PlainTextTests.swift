import Foundation
import Reporting
import Testing

/// Texts that every report has are read and written without Foundation: they must mean the same.
@Suite struct PlainTextTests {
  @Test func identifiersAreThoseOfFoundation() throws {
    for _ in 0..<200 {
      let id = UUID()
      #expect(id.lowercaseText == id.uuidString.lowercased())
      #expect(UUID(digits: id.lowercaseText) == id)
      #expect(UUID(digits: id.uuidString) == id)
    }
  }

  @Test(arguments: [
    "", "7d2d6f0e", "7d2d6f0e-0001-4000-8000-00000000000", "7d2d6f0e-0001-4000-8000-0000000000011",
    "7d2d6f0e00014000800000000000000001", "7d2d6f0e-0001-4000-8000-00000000000g",
    "7d2d6f0e-0001-4000-8000_000000000001", "7d2d6f0e-+001-4000-8000-000000000001",
    "7d2d6f0e-0x01-4000-8000-000000000001", "7d2d6f0e- 001-4000-8000-000000000001",
    "{7d2d6f0-0001-4000-8000-00000000001}", "7d2d6f0e-0001-4000-8000-0000000000é",
  ])
  func nothingElseIsAnIdentifier(_ text: String) {
    #expect(UUID(digits: text) == nil)
  }

  @Test func fieldsCountOnce() {
    var fields = RequestFields([("host", "a"), ("host", "b"), ("tags", "c")])
    #expect(fields["host"] == "a" && fields["tags"] == "c" && fields["date"] == nil)
    let isNew = fields.insert("host", "d")
    #expect(!isNew && fields["host"] == "a")
    fields["host"] = "e"
    fields["tags"] = nil
    fields["date"] = "f"
    #expect(fields["host"] == "e" && fields["tags"] == nil && fields["date"] == "f")
    let literal: RequestFields = ["host": "a", "host": "b"]
    #expect(literal["host"] == "b")
  }

  @Test func bytesAreThoseOfTheText() {
    var bytes: [UInt8] = []
    for text in ["", "Xã Đức Nhuận", "\u{1F4A3}", String("prefix of it".prefix(6))] {
      bytes.append(text: text)
    }
    #expect(bytes == Array("Xã Đức Nhuận\u{1F4A3}prefix".utf8))
  }
}
