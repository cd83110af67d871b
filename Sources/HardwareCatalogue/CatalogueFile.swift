import CProbes

/// The files of `probes/` that are embedded in the binary.
public enum CatalogueFile {
  /// The lines with content: trimmed, without empty ones and comments (`#`).
  public static func lines(of name: String) -> [String] {
    text(of: name).split(separator: "\n").compactMap { line in
      guard let trimmed = PlainText.line(String(line.prefix { $0 != "#" })) else { return nil }
      return trimmed
    }
  }

  /// The whole file; empty if there is none with that name, which a test rules out.
  public static func text(of name: String) -> String {
    for index in 0..<cprobes_count() {
      let file = cprobes_file(index)
      if let bytes = file.bytes, let fileName = file.name, String(cString: fileName) == name {
        return String(decoding: UnsafeBufferPointer(start: bytes, count: file.count), as: UTF8.self)
      }
    }
    return ""
  }
}
