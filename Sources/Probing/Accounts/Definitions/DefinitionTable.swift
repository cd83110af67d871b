import TOMLDocument
import TOMLKit

/// One table of a definition, read key by key with checks.
struct DefinitionTable {
  let table: TOMLTable
  let lines: TOMLLines
  /// Its heading, `answers.locked`; nil at the top.
  let heading: String?

  /// - Throws: ``DefinitionError`` for the first key that is not among `known`.
  func allow(_ known: [String]) throws(DefinitionError) {
    if let key = table.unknownKey(known: known) {
      throw wrong(key, "no such key here; there are \(known.joined(separator: ", "))")
    }
  }

  func string(_ key: String) throws(DefinitionError) -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string, !text.isEmpty, text.utf8.count <= 512,
      text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 })
    else { throw wrong(key, "\(key) is a text in quotes, of at most 512 bytes") }
    return text
  }

  func path(_ key: String) throws(DefinitionError) -> String? {
    guard let text = try string(key) else { return nil }
    guard text.hasPrefix("/") else {
      throw wrong(key, "\(key) is a path in quotes, from the root on")
    }
    return text
  }

  func whole(_ key: String, _ range: ClosedRange<Int>) throws(DefinitionError) -> Int? {
    guard let value = table[key] else { return nil }
    guard let number = value.int, range ~= number else {
      throw wrong(
        key, "\(key) is a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Word.Type
  ) throws(DefinitionError) -> Word? where Word.RawValue == String {
    guard table[key] != nil else { return nil }
    guard let word = table[key]?.string.flatMap(Word.init(rawValue:)) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong(key, "\(key) is one of \(words)")
    }
    return word
  }

  /// A list of texts, or a single text.
  func strings(_ key: String) throws(DefinitionError) -> [String] {
    guard let value = table[key] else { return [] }
    if value.string != nil { return [try string(key)].compactMap { $0 } }
    let texts = value.array.map { $0.compactMap(\.string) } ?? []
    guard let count = value.array?.count, count == texts.count, 1...16 ~= count,
      texts.allSatisfy({ 1...512 ~= $0.utf8.count })
    else { throw wrong(key, "\(key) is a list of at most 16 texts in quotes") }
    return texts
  }

  func statuses(_ key: String) throws(DefinitionError) -> [Int] {
    guard let value = table[key] else { return [] }
    if let number = value.int, 100...599 ~= number { return [number] }
    let numbers = value.array.map { $0.compactMap(\.int) } ?? []
    guard let count = value.array?.count, count == numbers.count, 1...16 ~= count,
      numbers.allSatisfy({ 100...599 ~= $0 })
    else { throw wrong(key, "\(key) is a list of HTTP statuses, [200, 302]") }
    return numbers
  }

  func table(_ key: String) throws(DefinitionError) -> DefinitionTable? {
    guard let value = table[key] else { return nil }
    let name = heading.map { "\($0).\(key)" } ?? key
    guard let inner = value.table else { throw wrong(key, "[\(name)] is a table") }
    return DefinitionTable(table: inner, lines: lines, heading: name)
  }

  /// - Parameter key: the key at fault; if it is missing, no line is named.
  func wrong(_ key: String, _ problem: String) -> DefinitionError {
    let line =
      table[key] == nil ? nil : lines.line(table: heading ?? "", key: key)
    return DefinitionError(problem, line: line)
  }
}
