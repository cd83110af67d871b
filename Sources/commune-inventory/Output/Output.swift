import ArgumentParser
import Foundation

/// Standard output. A full disk or a broken pipe is a failure, since a token is shown only once.
enum Output {
  static func write(_ bytes: Data) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: bytes)
    } catch {
      throw Failure(
        .failure, "Cannot write the output: \(String(cString: strerror(errno))).")
    }
  }

  /// Prints a sentence composed in English, in the output language.
  static func say(_ english: String) throws { try line(OutputLanguage.said(english)) }

  static func line(_ text: String) throws { try write(Data("\(text)\n".utf8)) }
}
