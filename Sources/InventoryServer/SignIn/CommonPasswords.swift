import Foundation
import InventoryStore

/// The most common passwords, and a test for simple variations of them.
///
/// Few of them have twelve characters; the ways in which people lengthen them (digits and signs at
/// the end, `0` for `o`, the word twice) are those that guessing programs try, too.
enum CommonPasswords {
  /// Those of `inventory/common-passwords.txt`, and common Vietnamese ones missing there.
  static let all: Set<String> = {
    let bytes = EmbeddedFile.bytes("common-passwords.txt") ?? Data()
    let words = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return Set(words).union([
      "matkhau", "matkhaumoi", "khongcomatkhau", "anhyeuem", "emyeuanh", "vietnam", "hanoi",
      "tphcm", "xinchao", "quantri", "quantrivien", "hanhchinhcong", "uybannhandan", "nhanvien",
      "administrator", "welcome", "letmein", "changeme",
    ])
  }()

  static func contain(_ password: String) -> Bool {
    isRun(FoldedPassword.folded(password))
      || FoldedPassword.readings(of: password).contains { isCommon($0) || isRun($0) }
  }

  /// Whether it is common as it is, without what surrounds its letters, backwards, or repeated.
  private static func isCommon(_ text: String) -> Bool {
    let core = FoldedPassword.core(of: text)
    let compact = text.filter { $0.isLetter || $0.isNumber }
    return [text, core, compact, FoldedPassword.core(of: compact)].contains { form in
      guard form.count >= 4 else { return false }
      let unit = repeatedUnit(of: form)
      return [form, unit, FoldedPassword.core(of: unit)].contains {
        $0.count >= 4 && (all.contains($0) || all.contains(String($0.reversed())))
      }
    }
  }

  /// The shortest text that makes up all of `text` when repeated; `text` itself if none does.
  private static func repeatedUnit(of text: String) -> String {
    let characters = Array(text)
    for length in 1..<max(2, characters.count / 2 + 1)
    where characters.count.isMultiple(of: length) {
      let fits = characters.indices.allSatisfy { characters[$0] == characters[$0 % length] }
      if fits { return String(characters.prefix(length)) }
    }
    return text
  }

  /// Whether it mostly follows the alphabet, the digits or a row of the keyboard, up or down.
  private static func isRun(_ text: String) -> Bool {
    let characters = Array(text)
    guard characters.count > 1 else { return true }
    let steps = zip(characters, characters.dropFirst()).count { one, next in
      rows.contains { row in
        guard let here = row.firstIndex(of: one), let there = row.firstIndex(of: next) else {
          return false
        }
        return abs(here - there) <= 1
      }
    }
    return steps * 5 >= (characters.count - 1) * 4
  }

  private static let rows = [
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
  ].map(Array.init)
}

/// A password in the form that guessing programs try: lower case, without accents.
enum FoldedPassword {
  static func folded(_ text: String) -> String {
    text.folding(
      options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil
    )
    .lowercased().replacing("đ", with: "d")
  }

  /// The folded text as it is, and with signs and digits read as the letters that they replace.
  static func readings(of text: String) -> Set<String> {
    let plain = folded(text)
    var readings: Set = [plain]
    for one in ["l", "i"] as [Character] {
      // First drops what surrounds the letters: digits at the end do not stand for letters.
      for form in [plain, core(of: plain)] {
        readings.insert(String(form.map { $0 == "1" || $0 == "!" ? one : letters[$0] ?? $0 }))
      }
    }
    return readings
  }

  /// Without the digits and signs at both ends.
  static func core(of text: String) -> String {
    let end = text.lastIndex(where: \.isLetter)
    guard let start = text.firstIndex(where: \.isLetter), let end else { return "" }
    return String(text[start...end])
  }

  private static let letters: [Character: Character] = [
    "0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s",
    "€": "e", "|": "l", "+": "t",
  ]
}
