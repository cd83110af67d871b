/// Places in a TOML text; the reader (TOMLKit) tells those of syntax errors only.
public enum TOMLLines {
  /// The first line, from 1, that sets `key` or opens a table whose last name it is.
  ///
  /// - Parameter heading: look only behind the heading of that name, `answers.locked`.
  public static func line(of key: String, under heading: String? = nil, in text: String) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var start = 0
    if let heading {
      start =
        lines.firstIndex { $0.filter { !" \t\r".contains($0) }.hasPrefix("[\(heading)]") } ?? 0
    }
    let index = lines[start...].firstIndex { line in
      let word = line.drop { " \t[\"'".contains($0) }
      let name = line.contains("[") && !line.contains("=") ? lastName(of: word) : word
      guard name.hasPrefix(key) else { return false }
      return name.dropFirst(key.count).first.map { " \t\r=.]\"'".contains($0) } ?? false
    }
    return index.map { $0 + 1 }
  }

  private static func lastName(of heading: Substring) -> Substring {
    guard let dot = heading.lastIndex(of: ".") else { return heading }
    return heading[heading.index(after: dot)...]
  }
}
