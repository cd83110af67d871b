import FoundationEssentials

extension HTTPReply {
  /// The words of a reply that are meant for people: the texts of a JSON document, or a plain text
  /// as it is. nil for a page, whose many words may be about anything, and for a document that
  /// cannot be read.
  var words: String? {
    if isPage { return nil }
    let bytes = body.prefix(ForeignPage.longest)
    guard bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[") else {
      return Self.plain(String(decoding: bytes.prefix(PlainWords.longest), as: UTF8.self))
    }
    guard Self.depth(of: bytes) <= Self.deepest,
      let texts = try? JSONDecoder().decode(JSONTexts.self, from: Data(bytes))
    else { return nil }
    return Self.plain(texts.all.joined(separator: ". "))
  }

  /// Whether both replies say the same, apart from numbers that change.
  func says(theSameAs other: HTTPReply) -> Bool {
    guard status == other.status else { return false }
    func kept(_ words: String) -> [String] {
      PlainWords(words).words.filter { !$0.contains(where: \.isNumber) }
    }
    guard let words, let others = other.words else { return body == other.body }
    return kept(words) == kept(others)
  }

  private static func plain(_ text: String) -> String {
    String(decoding: CharacterReferences.decoded(text.utf8), as: UTF8.self)
  }

  /// Maximum levels of a document that are read: each costs some of a thread's stack.
  private static let deepest = 16

  /// The nesting depth of a document, ignoring the brackets within its texts.
  private static func depth(of bytes: ArraySlice<UInt8>) -> Int {
    var (depth, deepest) = (0, 0)
    var (isText, isEscaped) = (false, false)
    for byte in bytes {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isText: isEscaped = true
      case UInt8(ascii: "\""): isText.toggle()
      case UInt8(ascii: "{") where !isText, UInt8(ascii: "[") where !isText:
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "}") where !isText, UInt8(ascii: "]") where !isText: depth -= 1
      default: break
      }
    }
    return deepest
  }
}

/// All texts of a JSON document, without the names of its members.
private struct JSONTexts: Decodable {
  var all: [String] = []

  init(from decoder: any Decoder) throws {
    if let one = try? decoder.singleValueContainer().decode(String.self) {
      all = [one]
    } else if let list = try? decoder.singleValueContainer().decode([JSONTexts].self) {
      all = list.flatMap(\.all)
    } else if let members = try? decoder.singleValueContainer().decode([String: JSONTexts].self) {
      all = members.sorted { $0.key < $1.key }.flatMap(\.value.all)
    }
  }
}
