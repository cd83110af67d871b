import ArgumentParser
import Foundation
import Glibc
import Presentation

/// ArgumentParser's texts in the output language: help, and why a command line is not understood.
///
/// ArgumentParser is given an unlimited width, so that each sentence is on one line and can be
/// looked up; lines are broken here.
enum HelpScreen {
  /// The column at which the explanations of options begin.
  private static let column = 26
  private static let unbroken = 100_000

  static func text(of error: any Error, _ root: (some ParsableCommand).Type) -> String {
    guard OutputLanguage.language != .en else { return root.fullMessage(for: error) }
    let text = root.fullMessage(for: error, columns: unbroken)
    // Completion scripts and JSON, which only programs read.
    guard !["#", "{"].contains(where: text.hasPrefix) else { return text }
    let isHelp = root.exitCode(for: error).isSuccess
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { each in
        let line = line(String(each))
        return isHelp ? broken(line) : line.label + line.sentence
      }
      .joined(separator: "\n")
  }

  /// A line: its label, such as an option's name, and the sentence.
  private static func line(_ line: String) -> (label: String, sentence: String) {
    // `Help:  --limit <limit>  Show only …`
    if line.hasPrefix("Help:  "), let gap = line.range(of: "  ", options: .backwards) {
      return (
        "",
        OutputLanguage.said(String(line[..<gap.upperBound]))
          + explained(String(line[gap.upperBound...]))
      )
    }
    let heading = OutputLanguage.said(line)
    if heading != line { return ("", heading) }
    let label = line.prefix(column)
    // A line of a longer explanation may have a space there too, and is indented deeper.
    let isLabel = label.dropFirst(2).first != " " || label.allSatisfy { $0 == " " }
    guard line.hasPrefix("  "), line.count > column, label.last == " ", isLabel else {
      return indented(line)
    }
    return (String(label), explained(String(line.dropFirst(column))))
  }

  private static func indented(_ line: String) -> (label: String, sentence: String) {
    let indent = line.prefix { $0 == " " }
    return (String(indent), explained(String(line.dropFirst(indent.count))))
  }

  /// An explanation, with what ArgumentParser writes after it: `(default: table)`.
  private static func explained(_ text: String) -> String {
    for start in [" (values: ", " (default: "] {
      guard text.hasSuffix(")"), let at = text.range(of: start, options: .backwards) else {
        continue
      }
      return explained(String(text[..<at.lowerBound])) + " "
        + OutputLanguage.said(String(text[at.lowerBound...].dropFirst()))
    }
    return OutputLanguage.said(text)
  }

  private static func broken(_ line: (label: String, sentence: String)) -> String {
    var (lines, current) = ([String](), line.label)
    guard line.label.count + line.sentence.count > width else { return line.label + line.sentence }
    let indent = String(repeating: " ", count: line.label.count)
    for word in line.sentence.split(separator: " ", omittingEmptySubsequences: false) {
      let isFirst = current.count == line.label.count
      if !isFirst, current.count + 1 + word.count > width {
        lines.append(current)
        current = indent + word
      } else {
        current += isFirst ? String(word) : " \(word)"
      }
    }
    return (lines + [current]).joined(separator: "\n")
  }

  /// Columns of the terminal, 80 if there is none.
  private static let width: Int = {
    var size = winsize()
    let asked = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
    return asked > 0 ? max(asked, 40) : 80
  }()
}
