import Foundation

/// A line on standard error beside a result that is sound.
enum Warning {
  /// - Parameter english: one sentence, said in the spoken language.
  static func say(_ english: String) {
    try? FileHandle.standardError.write(
      contentsOf: Data("commune-inventory: \(Spoken.said(english))\n".utf8))
  }
}
