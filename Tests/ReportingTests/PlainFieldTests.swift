import Foundation
import RawStructuredFieldValues
import Testing

@testable import Reporting

/// What our reader accepts must have the same meaning for the library's parser.
struct PlainFieldTests {
  static let input =
    #"s=("@method" "@authority" "@path" "content-type" "content-digest" "report-id" "agent-seq");created=1790000000;keyid="m4k2-z.1";alg="ed25519";tag="commune-report""#
  static let boot = #""6f0e7d2d-0001-4000-8000-000000000001";at=1234.5"#

  /// `field` with one byte replaced, left out or doubled, at every place.
  static func mutations(of field: String) -> [String] {
    let bytes = Array(field.utf8)
    let replacements = Array(#" "\;:,=().-*?@0AZaz~"#.utf8) + [0x09, 0x7F, 0x00]
    return bytes.indices.flatMap { at in
      let changed = replacements.map { bytes[..<at] + [$0] + bytes[(at + 1)...] }
      let others = [bytes[..<at] + bytes[(at + 1)...], bytes[...at] + bytes[at...]]
      return (changed + others).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// The only member of a dictionary, as the library reads it.
  func member(_ field: String) -> (String, ItemOrInnerList)? {
    var parser = StructuredFieldValueParser(Array(field.utf8))
    guard let members = try? parser.parseDictionaryFieldValue(), members.count == 1 else {
      return nil
    }
    return members.first
  }

  @Test func signatureInputMeansTheSame() throws {
    var understood = 0
    for field in [Self.input] + Self.mutations(of: Self.input) {
      guard let plain = SignatureParameters.plain(field) else { continue }
      understood += 1
      let (label, value) = try #require(member(field), "only we read \(field)")
      guard case .innerList(let list) = value else {
        Issue.record("no list to the library: \(field)")
        continue
      }
      let expected = try SignatureParameters(list)
      #expect(plain.label == label)
      #expect(plain.parameters.components == expected.components)
      #expect(plain.parameters.text == expected.text)
      for name in ["created", "expires", "keyid", "alg", "tag"] {
        #expect(plain.parameters.string(name) == expected.string(name))
        #expect(plain.parameters.integer(name) == expected.integer(name))
        #expect(plain.parameters.has(name) == expected.has(name))
      }
    }
    #expect(understood > 1000)
  }

  @Test func agentsSpellingNeedsNoParser() throws {
    #expect(SignatureParameters.plain(Self.input)?.parameters.string("keyid") == "m4k2-z.1")
    #expect(SignatureParameters.plain(Self.input)?.parameters.integer("created") == 1_790_000_000)
  }

  @Test(arguments: [
    #"s=( "@method");created=1"#, #"s=("@method" );created=1"#,
    #"s=("@method"  "@path");created=1"#,
    #"s=("@method"); created=1"#, #"s=("@method");created=01"#, #"s=("@method");created=-1"#,
    #"s=("@method");keyid="a\"b""#, #"s=("@method");created"#, #"s=();created=1"#,
    #"s=("@method";req);created=1"#, #"s=("@method" "@method");created=1"#,
    #"s=("@method");created=1;created=2"#, #"s=("@method");created=1000000000000000"#,
    #"s=("@method");created=1.0"#, #"s=("@method"),t=("@path")"#,
  ])
  func otherSpellingsAreLeftToTheParser(_ field: String) {
    #expect(SignatureParameters.plain(field) == nil)
  }

  @Test func bootTimeMeansTheSame() throws {
    var understood = 0
    let fields = [Self.boot, #""";at=0.0"#, #""a";at=999999999999.9"#]
    for field in fields + Self.mutations(of: Self.boot) {
      let time = BootTime(field: field)
      var parser = StructuredFieldValueParser(Array(field.utf8))
      guard let item = try? parser.parseItemFieldValue(),
        case .string(let bootId) = item.rfc9651BareItem
      else {
        #expect(time == nil, "only we read \(field)")
        continue
      }
      switch item.rfc9651Parameters["at"] {
      case .decimal(let seconds)?:
        #expect(time == BootTime(bootId: bootId, seconds: Double(seconds)))
        understood += 1
      case .integer(let seconds)?:
        #expect(time == BootTime(bootId: bootId, seconds: Double(seconds)))
      default: #expect(time == nil)
      }
    }
    #expect(understood > 100)
  }

  @Test func contentDigestInOtherSpellings() {
    let body = Data(#"{"format":1}"#.utf8)
    let field = ContentDigest.field(for: body)
    let digest = Data(base64Encoded: String(field.dropFirst(9).dropLast()))
    #expect(ContentDigest.matches(field + ";a=1", body: body))
    #expect(ContentDigest.matches("sha-512=:AA==:,  \(field)", body: body))
    for changed in Self.mutations(of: field) where changed != field {
      var parser = StructuredFieldValueParser(Array(changed.utf8))
      let members = try? parser.parseDictionaryFieldValue()
      var isSame = false
      if case .item(let item)? = members?["sha-256"],
        case .undecodedByteSequence(let text) = item.rfc9651BareItem
      {
        isSame = Data(base64Encoded: text) == digest
      }
      #expect(ContentDigest.matches(changed, body: body) == isSame, "\(changed)")
    }
  }
}
