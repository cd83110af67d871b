/// HTML's character references, `&#xE0;`, `&agrave;`, which servers write in place of letters.
///
/// Pure and total.
enum CharacterReferences {
  /// Longest reference that is read, without `&` and `;`, in bytes.
  private static let longest = 9

  /// `bytes` with each reference that we know replaced by what it stands for.
  static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = Array(bytes)[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
      result += rest[..<start]
      rest = rest[(start + 1)...]
      if let end = rest.prefix(longest + 1).firstIndex(of: UInt8(ascii: ";")),
        let character = character(String(decoding: rest[..<end], as: UTF8.self))
      {
        result += Array(String(character).utf8)
        rest = rest[(end + 1)...]
      } else {
        result.append(UInt8(ascii: "&"))
      }
    }
    return result + rest
  }

  private static func character(_ reference: String) -> Character? {
    if let named = names[reference] { return named }
    guard reference.first == "#" else { return nil }
    let digits = reference.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    return (isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits))
      .flatMap(Unicode.Scalar.init).map(Character.init)
  }

  /// Those of HTML itself, and of the letters that Vietnamese shares with Latin-1 and with HTML 5.
  private static let names: [String: Character] = {
    var names: [String: Character] = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "hellip": "…",
      "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
      "laquo": "«", "raquo": "»", "copy": "©",
      "eth": "ð", "ETH": "Ð", "dstrok": "đ", "Dstrok": "Đ", "abreve": "ă", "Abreve": "Ă",
      "itilde": "ĩ", "Itilde": "Ĩ", "utilde": "ũ", "Utilde": "Ũ",
    ]
    let marks = [
      ("grave", "àèìòùÀÈÌÒÙ", "aeiouAEIOU"), ("acute", "áéíóúýÁÉÍÓÚÝ", "aeiouyAEIOUY"),
      ("circ", "âêîôûÂÊÎÔÛ", "aeiouAEIOU"), ("tilde", "ãñõÃÑÕ", "anoANO"),
    ]
    for (mark, letters, bases) in marks {
      for (letter, base) in zip(letters, bases) { names["\(base)\(mark)"] = letter }
    }
    return names
  }()
}
