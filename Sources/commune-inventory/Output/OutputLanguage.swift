import Foundation
import Presentation

/// The language of errors, help and short answers. It is needed before the command line is parsed,
/// so it is searched for in the raw arguments; without `--language` it is the locale's.
enum OutputLanguage {
  static let language = language(
    Array(CommandLine.arguments.dropFirst()), ProcessInfo.processInfo.environment)

  private static let sentences = try? Sentences.embedded()

  static func language(_ arguments: [String], _ environment: [String: String]) -> Language {
    for (at, argument) in arguments.enumerated() {
      if argument == "--" { break }
      let value =
        argument == "--language" && at + 1 < arguments.count
        ? arguments[at + 1]
        : argument.hasPrefix("--language=") ? String(argument.dropFirst(11)) : nil
      if let value, let named = Language(rawValue: value) { return named }
    }
    // As in POSIX: the first that is set and not empty.
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    return locale == "vi" || locale?.hasPrefix("vi_") == true || locale?.hasPrefix("vi.") == true
      ? .vi : .en
  }

  /// A sentence composed in English, in the output language.
  static func said(_ english: String) -> String {
    guard language != .en else { return english }
    return english.split(separator: "\n", omittingEmptySubsequences: false)
      .map { sentences?(String($0), language) ?? String($0) }.joined(separator: "\n")
  }
}
