/// A server's sentence as words that can be compared: lower case, Vietnamese without its marks,
/// only letters and digits. Pure and total.
///
/// Words that contain `@` or `=` are left out: they name people and directory entries, and somebody
/// may be called `busy@xa.example`. A final `=` only pads Base64, in which some servers pass on a
/// reason.
struct PlainWords {
  /// Longest beginning of a text that is read, in characters.
  static let longest = 512

  let words: [String]
  private let all: Set<String>
  /// The words with which a clause begins, by their index.
  private let beginnings: Set<Int>

  init(_ said: String) {
    var words: [String] = []
    var beginnings: Set<Int> = []
    for token in Self.folded(String(said.prefix(Self.longest))).split(
      whereSeparator: \.isWhitespace)
    {
      if token.contains("@") || token.contains("=") && token.last != "=" {
        beginnings.insert(words.count)
        continue
      }
      let isMarked = (first: Self.isMark(token.first), last: Self.isMark(token.last))
      if isMarked.first { beginnings.insert(words.count) }
      var word = ""
      for character in token + " " {
        if character.isLetter || character.isNumber {
          word.append(character)
        } else if character != "'" && character != "’" {
          if !word.isEmpty { words.append(word) }
          word = ""
          if Self.separators.contains(character) { beginnings.insert(words.count) }
        }
      }
      if isMarked.last { beginnings.insert(words.count) }
    }
    (self.words, self.beginnings) = (words, beginnings)
    all = Set(words)
  }

  /// Marks that end a clause even within a word: `failed:reason`.
  private static let separators: Set<Character> = [":", ",", ";", "(", ")"]

  /// Whether a word's first or last character ends a clause: a full stop, a bracket, a quotation
  /// mark. Underscores and slashes join words.
  private static func isMark(_ character: Character?) -> Bool {
    guard let character else { return false }
    return !character.isLetter && !character.isNumber && !"_/&*#".contains(character)
  }

  /// Whether a clause ends before the word at `index`.
  func endsClause(before index: Int) -> Bool {
    index >= words.count || beginnings.contains(index)
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
  ///
  /// - Parameter conditions: words before a subject that make its state uncertain.
  func say(
    _ subjects: [Phrase], _ states: [Phrase], breaks: Set<String>,
    unless conditions: Set<String> = ServerPhrases.conditions
  ) -> Bool {
    guard hold(states), hold(subjects) else { return false }
    for start in words.indices {
      if let end = end(ofAny: states, at: start), self.end(ofAny: subjects, at: end) != nil {
        return true
      }
      guard let end = end(ofAny: subjects, at: start),
        !words[max(0, start - 2)..<start].contains(where: conditions.contains),
        !isOwned(at: start)
      else { continue }
      for index in end..<min(end + Self.farthest + 1, words.count) {
        if self.end(ofAny: states, at: index) != nil { return true }
        if breaks.contains(words[index]) { break }
      }
    }
    return false
  }

  /// Whether the subject at `start` belongs to something else, in its own clause: `service account`,
  /// `the device of the user`. In `Bind failed: account is locked` it does not.
  private func isOwned(at start: Int) -> Bool {
    var index = start
    while index > 0, start - index < 3, !endsClause(before: index) {
      index -= 1
      if ServerPhrases.owners.contains(words[index]) { return true }
      guard ServerPhrases.ownerLinks.contains(words[index]) else { return false }
    }
    return false
  }

  /// Whether one of `states` is limited to one of `services` named behind it in its clause:
  /// `not enabled to use IMAP`, `chưa được kích hoạt dịch vụ IMAP`.
  func limit(_ states: [Phrase], to services: [Phrase]) -> Bool {
    guard hold(states), hold(services) else { return false }
    return words.indices.contains { start in
      guard var index = end(ofAny: states, at: start) else { return false }
      let last = index + Self.farthestService
      while index < last, !endsClause(before: index) {
        if end(ofAny: services, at: index) != nil { return true }
        if ServerPhrases.otherMatters.contains(words[index]) { return false }
        index += 1
      }
      return false
    }
  }

  /// Whether one of `phrases`, which end with a noun or could go on, stands at the end of what it
  /// names: `invalid login`, `invalid login attempt`, `invalid user name or password`, but not
  /// `invalid login hours` or `invalid user state`.
  func holdWhole(_ phrases: [Phrase]) -> Bool {
    words.indices.contains { start in
      phrases.contains { phrase in
        guard var index = end(of: phrase, at: start) else { return false }
        while !endsClause(before: index), ServerPhrases.moreOfName.contains(words[index]) {
          index += 1
        }
        return endsClause(before: index) || ServerPhrases.afterName.contains(words[index])
      }
    }
  }

  /// Maximum words between a subject and its state.
  private static let farthest = 4
  /// Maximum words behind a state that are searched for a service.
  private static let farthestService = 8

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
