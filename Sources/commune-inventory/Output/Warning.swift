import Foundation

/// A line on standard error beside a valid result.
enum Warning {
  /// - Parameter english: one sentence, printed in the output language.
  static func say(_ english: String) {
    try? FileHandle.standardError.write(
      contentsOf: Data("commune-inventory: \(OutputLanguage.said(english))\n".utf8))
  }
}
