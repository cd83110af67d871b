/// A server's sentence as words that can be compared: lower case, Vietnamese without its marks,
/// only letters and digits. Pure and total.
///
/// Words that contain `@` or `=` are left out: they name people and directory entries, and somebody
/// may be called `busy@xa.example`.
struct PlainWords {
  /// Longest beginning of a text that is read, in characters.
  static let longest = 512

  let words: [String]
  private let all: Set<String>

  init(_ said: String) {
    words = Self.folded(String(said.prefix(Self.longest)))
      .split { $0.isWhitespace }
      .filter { !$0.contains("@") && !$0.contains("=") }
      .flatMap { word in
        word.filter { $0 != "'" && $0 != "’" }
          .split { !$0.isLetter && !$0.isNumber }
          .map(String.init)
      }
    all = Set(words)
  }

  /// Whether the text contains one of the phrases.
  func hold(_ phrases: [Phrase]) -> Bool { phrases.contains(where: hold) }

  private func hold(_ phrase: Phrase) -> Bool {
    guard let first = phrase.words.first else { return false }
    let isSingle = phrase.words.count == 1
    if !(isSingle && phrase.isOpen) {
      guard all.contains(first) else { return false }
      if isSingle { return true }
    }
    return words.indices.contains { end(of: phrase, at: $0) != nil }
  }

  /// Where a phrase that begins at `start` ends; nil if it does not occur there.
  func end(of phrase: Phrase, at start: Int) -> Int? {
    let end = start + phrase.words.count
    guard end <= words.count, end > start else { return nil }
    for (place, wanted) in phrase.words.enumerated() {
      let word = words[start + place]
      let isLast = start + place == end - 1
      guard word == wanted || phrase.isOpen && isLast && word.hasPrefix(wanted) else { return nil }
    }
    return end
  }

  /// Where the first phrase that occurs at `start` ends; nil if none does.
  func end(ofAny phrases: [Phrase], at start: Int) -> Int? {
    for phrase in phrases {
      if let end = end(of: phrase, at: start) { return end }
    }
    return nil
  }

  /// Whether one of `subjects` is said to be in one of `states`: `account is locked`,
  /// `tài khoản của bạn đã bị khóa`, `locked account`. A few words may come in between, but none of
  /// `breaks`, which begin another matter.
  func say(_ subjects: [Phrase], _ states: [Phrase], breaks: Set<String>) -> Bool {
    guard hold(states), hold(subjects) else { return false }
    for start in words.indices {
      if let end = end(ofAny: states, at: start), self.end(ofAny: subjects, at: end) != nil {
        return true
      }
      guard let end = end(ofAny: subjects, at: start) else { continue }
      if words[max(0, start - 2)..<start].contains(where: ServerPhrases.conditions.contains)
        || words[max(0, start - 3)..<start].contains(where: ServerPhrases.owners.contains)
      {
        continue
      }
      for index in end..<min(end + Self.farthest + 1, words.count) {
        if self.end(ofAny: states, at: index) != nil { return true }
        if breaks.contains(words[index]) { break }
      }
    }
    return false
  }

  /// Maximum words between a subject and its state.
  private static let farthest = 4

  /// Lower case, Vietnamese letters without their marks, however those are composed.
  static func folded(_ text: String) -> String {
    String(text.lowercased().map { bases[$0] ?? $0 })
  }

  private static let bases: [Character: Character] = {
    let letters: [(Character, String)] = [
      ("a", "àáảãạăằắẳẵặâầấẩẫậ"), ("e", "èéẻẽẹêềếểễệ"), ("i", "ìíỉĩị"), ("o", "òóỏõọôồốổỗộơờớởỡợ"),
      ("u", "ùúủũụưừứửữự"), ("y", "ỳýỷỹỵ"), ("d", "đ"),
    ]
    return Dictionary(
      uniqueKeysWithValues: letters.flatMap { base, marked in marked.map { ($0, base) } })
  }()
}
