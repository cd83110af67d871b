import Foundation
import InventoryFixtures
import Presentation
import Testing

@Suite struct MessagesTests {
  @Test func bothLanguagesMatch() throws {
    let messages = try Example.messages()
    #expect(Set(messages.all(.vi).keys) == Set(messages.all(.en).keys))
    #expect(messages.all(.vi).count > 80)
  }

  /// The decoder silently keeps one of two equal keys.
  @Test(arguments: ["vi", "en"]) func noKeyStandsTwice(_ language: String) throws {
    let text = String(decoding: try Example.file(language), as: UTF8.self)
    let keys = text.split(separator: "\n").compactMap { line -> Substring? in
      line.trimmingPrefix(while: \.isWhitespace).split(separator: "\"").first.flatMap {
        line.contains("\": \"") ? $0 : nil
      }
    }
    #expect(keys.count == Set(keys).count)
    #expect(keys.count == (try Example.messages()).all(.vi).count)
  }

  /// Templates write a key's dots as underscores, since a dot would mean a step into a table.
  @Test func keysStayApartInTemplates() throws {
    let keys = try Example.messages().all(.vi).keys
    #expect(Set(keys.map { $0.replacing(".", with: "_") }).count == keys.count)
  }

  @Test func vietnameseIsComposed() throws {
    for text in try Example.messages().all(.vi).values {
      #expect(
        text.unicodeScalars.map(\.value)
          == text.precomposedStringWithCanonicalMapping.unicodeScalars.map(\.value))
    }
  }

  @Test(arguments: [("1", "1 day left"), ("2", "2 days left"), ("0", "0 days left")])
  func formsGoWithTheirCount(_ count: String, _ text: String) throws {
    let messages = try Example.messages()
    #expect(messages("commune.daysLeft", .en, ["days": count]) == text)
    #expect(messages("commune.daysLeft", .en) == "{days} {days:day|days} left")
  }

  @Test func placesAreFilled() throws {
    let messages = try Example.messages()
    #expect(messages("ranking.title", .vi) == "Xếp hạng nhu cầu đầu tư của các xã, phường, đặc khu")
    #expect(
      messages("policy.version", .en, ["policy": "standard", "version": "1"])
        == "Policy standard, version 1")
    // An argument is inserted as it is, even if it contains a placeholder.
    #expect(
      messages("policy.version", .en, ["policy": "{version}", "version": "1"])
        == "Policy {version}, version 1")
    #expect(messages("policy.version", .en, ["policy": "x"]) == "Policy x, version {version}")
    #expect(messages("no.such.key", .en) == "no.such.key")
  }

  @Test func whatDoesNotMatchIsRefused() throws {
    func error(_ vi: String, _ en: String) -> MessagesError? {
      #expect(throws: MessagesError.self) {
        try Messages(vi: Data(vi.utf8), en: Data(en.utf8))
      }
    }
    #expect(
      error("{\"a\": \"x\"}", "{}")?.message
        == "message \"a\" is missing in en.json; write it in both")
    #expect(
      error("{\"a\": \"{n}\"}", "{\"a\": \"{m}\"}")?.message
        == "message \"a\" has different {places} in vi.json and en.json; align them")
    #expect(error("[]", "{}")?.message == "vi.json is not a JSON object of texts; correct it")
    #expect(
      error("{}", "{\"a\": 1}")?.message == "en.json is not a JSON object of texts; correct it")
  }
}
