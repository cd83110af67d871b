/// Quotes a text as one word of a shell command line.
public enum ShellWord {
  /// The text itself if a shell takes it literally, else the text in single quotation marks.
  public static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      48...57 ~= byte || 65...90 ~= byte || 97...122 ~= byte
        || "-._/:@%+,=".utf8.contains(byte)
    }
    guard isPlain, !text.isEmpty else {
      return "'" + text.replacing("'", with: "'\\''") + "'"
    }
    return text
  }
}
